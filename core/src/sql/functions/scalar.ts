import { entries } from "./entry.ts";

/** Functions of values: arithmetic, logic, text, JSON, URLs, hashes, casts. */
export const SCALAR = [
  ...entries(
    `plus:2 minus:2 multiply:2 divide:2 intDiv:2 intDivOrZero:2 modulo:2 moduloOrZero:2 positiveModulo:2 negate:1
     abs:1 gcd:2 lcm:2 max2:2 min2:2 exp:1 exp2:1 exp10:1 log:1 log2:1 log10:1 ln:1 log1p:1 sqrt:1 cbrt:1 pow:2 power:2
     sin:1 cos:1 tan:1 asin:1 acos:1 atan:1 atan2:2 sinh:1 cosh:1 tanh:1 asinh:1 acosh:1 atanh:1 hypot:2 erf:1 erfc:1
     lgamma:1 tgamma:1 e:0 pi:0 degrees:1 radians:1 sign:1 factorial:1 width_bucket:4
     floor:1-2 ceil:1-2 ceiling:1-2 trunc:1-2 truncate:1-2 round:1-2 roundBankers:1-2 roundToExp2:1 roundDuration:1
     roundAge:1 roundDown:2 bitAnd:2 bitOr:2 bitXor:2 bitNot:1 bitShiftLeft:2 bitShiftRight:2 bitTest:2 bitCount:1
     rand:0 rand64:0 randCanonical:0`,
    { type: "number", numeric: true },
  ),
  ...entries("least:2 greatest:2", { anyCase: true }),
  ...entries("and:2+ or:2+ xor:2+ not:1", { type: "bool" }),
  ...entries("isNull:1>bool! isNotNull:1>bool!", { anyCase: true }),
  ...entries(
    `if:3 ifNull:2 coalesce:1+ nullIf:2?
     iff:3=if($1, $2, $3)`,
    { anyCase: true },
  ),
  ...entries(
    `multiIf:3+ assumeNotNull:1! toNullable:1? isFinite:1>bool isInfinite:1>bool isNaN:1>bool ifNotFinite:2>number
     transform:3-4 isZeroOrNull:1>bool! isNotDistinctFrom:2>bool! isDistinctFrom:2>bool! identity:1 materialize:1
     bar:3-4>string caseWithExpression:3+`,
  ),
  ...entries(
    `length:1>number char_length:1>number character_length:1>number ascii:1>number
     lower:1 upper:1 lcase:1 ucase:1 concat:2+ replace:3 repeat:2 reverse:1 substring:3 substr:3 mid:3
     position:2-3>number extract:2 initcap:1
     trim:1-2=trimBoth($*)`,
    { type: "string", anyCase: true },
  ),
  ...entries(
    `empty:1>bool notEmpty:1>bool lengthUTF8:1>number leftPad:2-3 leftPadUTF8:2-3 rightPad:2-3 rightPadUTF8:2-3
     lowerUTF8:1 upperUTF8:1 isValidUTF8:1>bool toValidUTF8:1 format:1+ formatReadableSize:1 formatReadableQuantity:1
     formatReadableDecimalSize:1 formatReadableTimeDelta:1-2 reverseUTF8:1 concatWithSeparator:2+ concatAssumeInjective:1+
     substringUTF8:2-3 appendTrailingCharIfAbsent:2 convertCharset:3 base58Encode:1 base58Decode:1 tryBase58Decode:1
     base64Encode:1 base64Decode:1 tryBase64Decode:1 base64URLEncode:1 base64URLDecode:1 endsWith:2>bool startsWith:2>bool
     trimLeft:1-2 trimRight:1-2 trimBoth:1-2 encodeXMLComponent:1 decodeXMLComponent:1 decodeHTMLComponent:1
     extractTextFromHTML:1 normalizeUTF8NFC:1 soundex:1 left:2 right:2 leftUTF8:2 rightUTF8:2 space:1 translate:3
     translateUTF8:3 hex:1 unhex:1 bin:1 unbin:1 char:1+ toJSONString:1 toString:1 toTypeName:1! ngrams:2>array
     tokens:1>array jaroSimilarity:2>number levenshteinDistance:2>number damerauLevenshteinDistance:2>number
     ngramDistance:2>number ngramSearch:2>number countSubstrings:2-3>number countSubstringsCaseInsensitive:2-3>number
     replaceOne:3 replaceAll:3 replaceRegexpOne:3 replaceRegexpAll:3 regexpQuoteMeta:1 regexpExtract:2-3 extractAll:2>array
     extractGroups:2>array extractAllGroups:2>array extractAllGroupsHorizontal:2>array extractAllGroupsVertical:2>array
     match:2>bool like:2>bool ilike:2>bool notLike:2>bool notILike:2>bool countMatches:2>number
     positionCaseInsensitive:2-3>number positionUTF8:2-3>number positionCaseInsensitiveUTF8:2-3>number locate:2-3>number
     multiSearchAny:2>bool multiSearchAnyCaseInsensitive:2>bool multiSearchFirstIndex:2>number multiSearchFirstPosition:2>number
     multiSearchAllPositions:2>array multiMatchAny:2>bool multiMatchAnyIndex:2>number hasToken:2>bool hasTokenCaseInsensitive:2>bool
     hasSubsequence:2>bool splitByChar:2-3>array splitByString:2-3>array splitByRegexp:2-3>array splitByWhitespace:1-2>array
     splitByNonAlpha:1-2>array alphaTokens:1-2>array arrayStringConcat:1-2 formatRow:2+ stringJaccardIndex:2>number
     ltrim:1-2=trimLeft($*)
     rtrim:1-2=trimRight($*)
     btrim:1-2=trimBoth($*)
     split_part:3=arrayElement(splitByString($2, assumeNotNull($1)), $3)
     strpos:2>number=position($1, $2)
     lpad:2-3=leftPad($*)
     rpad:2-3=rightPad($*)
     string_to_array:2>array=splitByString($2, assumeNotNull($1))
     starts_with:2>bool=startsWith($1, $2)
     regexp_replace:3=replaceRegexpAll($1, $2, $3)`,
    { type: "string" },
  ),
  ...entries(
    `JSONHas:1+>bool JSONLength:1+>number JSONArrayLength:1>number JSONType:1+ JSONExtractString:1+ JSONExtractInt:1+>number JSONExtractUInt:1+>number
     JSONExtractFloat:1+>number JSONExtractBool:1+>bool JSONExtractRaw:1+ JSONExtractArrayRaw:1+>array JSONExtractKeys:1+>array
     JSONExtractKeysAndValuesRaw:1+>array JSONExtract:2+>unknown? JSONExtractKeysAndValues:2+>array isValidJSON:1>bool
     JSON_VALUE:2 JSON_QUERY:2 JSON_EXISTS:2>bool simpleJSONHas:2>bool simpleJSONExtractString:2 simpleJSONExtractInt:2>number
     simpleJSONExtractFloat:2>number simpleJSONExtractBool:2>bool simpleJSONExtractRaw:2`,
    { type: "string" },
  ),
  ...entries(
    `protocol:1 domain:1 domainWithoutWWW:1 topLevelDomain:1 firstSignificantSubdomain:1 cutToFirstSignificantSubdomain:1
     cutToFirstSignificantSubdomainWithWWW:1 port:1-2>number path:1 pathFull:1 queryString:1 fragment:1 queryStringAndFragment:1
     extractURLParameter:2 extractURLParameters:1>array extractURLParameterNames:1>array URLHierarchy:1>array
     URLPathHierarchy:1>array encodeURLComponent:1 decodeURLComponent:1 encodeURLFormComponent:1 decodeURLFormComponent:1
     cutWWW:1 cutQueryString:1 cutFragment:1 cutQueryStringAndFragment:1 cutURLParameter:2 netloc:1
     IPv4NumToString:1 IPv4StringToNum:1>number IPv6NumToString:1 isIPv4String:1>bool isIPv6String:1>bool
     isIPAddressInRange:2>bool toIPv4OrNull:1>unknown? toIPv6OrNull:1>unknown?`,
    { type: "string" },
  ),
  ...entries(
    `halfMD5:1+ MD5:1>string md5:1>string SHA1:1>string SHA224:1>string SHA256:1>string SHA512:1>string sipHash64:1+ sipHash128:1+>string
     cityHash64:1+ intHash32:1 intHash64:1 farmHash64:1+ javaHash:1 xxHash32:1+ xxHash64:1+ xxh3:1+ murmurHash2_32:1+
     murmurHash2_64:1+ murmurHash3_32:1+ murmurHash3_64:1+ murmurHash3_128:1+>string CRC32:1 URLHash:1-2
     generateUUIDv4:0>uuid generateUUIDv7:0>uuid UUIDStringToNum:1>string UUIDNumToString:1>string`,
    { type: "number" },
  ),
  ...entries(
    `toInt:1>number?=accurateCastOrNull($1, 'Int64')
     toFloat:1>number?=accurateCastOrNull($1, 'Float64')
     toDecimal:2>number?=toDecimal64OrNull(toString($1), $2)
     toUUID:1>uuid?=accurateCastOrNull($1, 'UUID')
     toIntOrZero:1>number=toInt64OrZero(toString($1))
     toFloatOrZero:1>number=toFloat64OrZero(toString($1))
     toIntOrDefault:1-2>number=toInt64OrDefault($*)
     toFloatOrDefault:1-2>number=toFloat64OrDefault($*)
     toBool:1>bool toInt8:1>number toInt16:1>number toInt32:1>number toInt64:1>number toUInt8:1>number toUInt16:1>number toUInt32:1>number toUInt64:1>number toUInt128:1>number
     toFloat32:1>number toFloat64:1>number toInt64OrNull:1>number? toUInt64OrNull:1>number? toFloat64OrNull:1>number? toFixedString:2>string
     toUUIDOrNull:1>uuid? toUUIDOrZero:1>uuid toUUIDOrDefault:1-2>uuid toInt64OrZero:1>number toFloat64OrZero:1>number
     reinterpretAsInt64:1>number reinterpretAsUInt64:1>number`,
  ),
  ...entries(
    `greatCircleDistance:4 geoDistance:4 greatCircleAngle:4 pointInPolygon:2+ geohashEncode:2-3>string geohashDecode:1>tuple`,
    { type: "number" },
  ),
  ...entries(
    `recordingButton:1-2=tuple('__hx_tag', 'RecordingButton', 'sessionId', $1)
     recording_button:1-2=tuple('__hx_tag', 'RecordingButton', 'sessionId', $1)
     sparkline:1=tuple('__hx_tag', 'Sparkline', 'data', $1)`,
    { type: "tuple", nulls: "never" },
  ),
];
