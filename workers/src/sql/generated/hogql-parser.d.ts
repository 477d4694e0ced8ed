interface ModuleOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
  print(text: string): void;
  printErr(text: string): void;
}

export default function createHogQLParser(options: ModuleOptions): Promise<{
  parseSelect(input: string, isInternal?: boolean): string;
  parseExpr(input: string, isInternal?: boolean): string;
}>;
