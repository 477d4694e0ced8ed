import { describe, expect, it } from "vitest";
import { PsdbError, psdbError } from "./error.ts";

describe("psdbError", () => {
  it.each([
    [1062, "23000", "ALREADY_EXISTS", "code = AlreadyExists desc = m (errno 1062) (sqlstate 23000)"],
    [1146, "42S02", "NOT_FOUND", "code = NotFound desc = m (errno 1146) (sqlstate 42S02)"],
    [1064, "42000", "INVALID_ARGUMENT", "code = InvalidArgument desc = m (errno 1064) (sqlstate 42000)"],
    [1213, "40001", "ABORTED", "code = Aborted desc = m (errno 1213) (sqlstate 40001)"],
    [1999, undefined, "UNKNOWN", "code = Unknown desc = m (errno 1999) (sqlstate HY000)"],
  ])("words errno %d as Vitess does", (errno, sqlState, code, text) => {
    const error = Object.assign(new Error("m"), { errno, sqlState });
    expect(psdbError(error, "db")).toEqual({
      code,
      message: `target: db.-.primary: vttablet: rpc error: ${text}`,
    });
  });

  it("calls a lost connection unavailable: the same call may work later", () => {
    const error = Object.assign(new Error("connect ENOENT"), { code: "ENOENT", errno: -2 });
    expect(psdbError(error, "db")).toEqual({
      code: "UNAVAILABLE",
      message: "target: db.-.primary: ENOENT: connect ENOENT",
    });
  });

  it("passes on an error of the protocol itself", () => {
    expect(psdbError(new PsdbError("ABORTED", "gone"), "db")).toEqual({ code: "ABORTED", message: "gone" });
  });
});
