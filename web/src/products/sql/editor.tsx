"use client";
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { StandardSQL, sql } from "@codemirror/lang-sql";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { suggest, type Vocabulary } from "@edgewise/core/sql/complete/suggest.ts";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { Mistake } from "@/products/sql/use-check";

interface SqlEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onRun: () => void;
  /** What can be completed. */
  readonly words: Vocabulary;
  readonly mistake: Mistake | null;
}

const markError = StateEffect.define<Mistake | null>();
const errorMark = (message: string) =>
  Decoration.mark({ class: "cm-sql-error", attributes: { title: message, "aria-invalid": "true" } });
const errorField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = transaction.docChanged ? Decoration.none : marks;
    for (const effect of transaction.effects) {
      if (!effect.is(markError)) continue;
      const { value } = effect;
      const valid = value && value.from < value.to && value.to <= transaction.state.doc.length;
      next = valid ? Decoration.set([errorMark(value.message).range(value.from, value.to)]) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "500" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: [tags.lineComment, tags.blockComment], color: "var(--muted)", fontStyle: "italic" },
]);

const theme = EditorView.theme({
  "&": { fontSize: "13px", backgroundColor: "transparent", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-content": { fontFamily: "var(--font-mono)", caretColor: "var(--accent)", padding: "10px 0" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-gutters": {
    backgroundColor: "transparent",
    color: "var(--muted)",
    border: "none",
    fontFamily: "var(--font-mono)",
  },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": {
    backgroundColor: "var(--accent-soft) !important",
  },
  ".cm-sql-error": {
    textDecoration: "underline wavy var(--danger)",
    textUnderlineOffset: "3px",
    backgroundColor: "var(--danger-soft)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line)",
    borderRadius: "5px",
    boxShadow: "var(--shadow)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--accent-soft)",
    color: "var(--text)",
  },
  ".cm-placeholder": { color: "var(--muted)" },
});

/** Names of the project at the cursor; keywords come from the language itself. */
function complete(context: CompletionContext, words: Vocabulary): CompletionResult | null {
  const before = context.state.sliceDoc(0, context.pos);
  const found = suggest(before, context.state.doc.toString(), words);
  if (!found) return null;
  return {
    from: found.from,
    options: found.options.map(({ label, kind, apply }) => ({
      label,
      type: kind,
      boost: kind === "property" ? 2 : kind === "function" ? 1 : 0,
      ...(apply === undefined ? {} : { apply }),
    })),
    validFor: /^[\w$]*$/,
  };
}

/** The SQL text with highlighting, completion and the place of an error. ⌘↵ runs. */
export function SqlEditor({ value, onChange, onRun, words, mistake }: SqlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const vocabulary = useRef(words);
  const handlers = useRef({ onChange, onRun });
  const initial = useRef(value);
  useEffect(() => {
    handlers.current = { onChange, onRun };
    vocabulary.current = words;
  }, [onChange, onRun, words]);

  useEffect(() => {
    if (!host.current) return;
    const run = () => {
      handlers.current.onRun();
      return true;
    };
    // One source for good: answers of one that is made anew are thrown away.
    const names = [{ autocomplete: (context: CompletionContext) => complete(context, vocabulary.current) }];
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: initial.current,
        extensions: [
          Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
          lineNumbers(),
          history(),
          bracketMatching(),
          closeBrackets(),
          autocompletion(),
          EditorState.languageData.of(() => names),
          keymap.of([
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            ...completionKeymap,
            indentWithTab,
          ]),
          sql({ dialect: StandardSQL, upperCaseKeywords: true }),
          syntaxHighlighting(highlight),
          errorField,
          theme,
          placeholder("SELECT event, count() FROM events GROUP BY event"),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": "SQL" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    editor.focus();
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== value) {
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
    }
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: markError.of(mistake) });
  }, [mistake]);

  return <div ref={host} className="h-full min-h-0 overflow-auto" />;
}
