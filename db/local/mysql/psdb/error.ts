/** The error object of PlanetScale's protocol. */
export interface PsdbErrorBody {
  readonly code: string;
  readonly message: string;
}

/** gRPC code of a MySQL error number, as Vitess classes them. */
const CODES: Readonly<Record<string, readonly number[]>> = {
  ALREADY_EXISTS: [1007, 1022, 1050, 1062, 1586],
  NOT_FOUND: [1029, 1032, 1054, 1051, 1094, 1109, 1146, 1176],
  PERMISSION_DENIED: [1044, 1045, 1095],
  FAILED_PRECONDITION: [
    1046, 1091, 1099, 1104, 1162, 1169, 1215, 1216, 1217, 1242, 1364, 1451, 1452, 1792, 3819, 4025,
  ],
  RESOURCE_EXHAUSTED: [1021, 1037, 1038, 1040, 1041, 1114, 1135, 1153, 1203, 1206],
  DEADLINE_EXCEEDED: [1205, 1969, 3024],
  ABORTED: [1213],
  CANCELED: [1317],
  UNAVAILABLE: [1053, 1927, 2006, 2013],
  INVALID_ARGUMENT: [1048, 1052, 1064, 1065, 1136, 1241, 1264, 1265, 1292, 1366, 1406, 1411, 1690, 3140],
  UNIMPLEMENTED: [1235],
};

const BY_ERRNO = new Map(
  Object.entries(CODES).flatMap(([code, numbers]) => numbers.map((number) => [number, code] as const)),
);

/** An error that the client gets as it is. */
export class PsdbError extends Error {
  override readonly name = "PsdbError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Words an error as PlanetScale does: keyspace, gRPC code, MySQL's text, `(errno N) (sqlstate S)`. */
export function psdbError(thrown: unknown, database: string): PsdbErrorBody {
  if (thrown instanceof PsdbError) return { code: thrown.code, message: thrown.message };
  const {
    errno,
    sqlState,
    message,
    code: nodeCode,
  } = thrown as Partial<Record<string, string>> & { errno?: number };
  if (typeof errno !== "number" || errno < 1000) {
    return {
      code: "UNAVAILABLE",
      message: `target: ${database}.-.primary: ${nodeCode ?? "error"}: ${message}`,
    };
  }
  const code = BY_ERRNO.get(errno) ?? "UNKNOWN";
  const camel = code.toLowerCase().replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return {
    code,
    message:
      `target: ${database}.-.primary: vttablet: rpc error: code = ${camel} desc = ${message} ` +
      `(errno ${errno}) (sqlstate ${sqlState ?? "HY000"})`,
  };
}
