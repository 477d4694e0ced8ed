import { entries } from "./entry.ts";

/** Arrays, tuples, maps and the functions over them. */
export const COLLECTIONS = [
  ...entries(
    `array:0+ arrayConcat:1+ arrayMap:2+ arrayFilter:2+ arrayFill:2+ arrayReverseFill:2+ arraySplit:2+ arrayReverseSplit:2+
     arraySort:1+ arrayReverseSort:1+ arrayPartialSort:2+ arrayPushBack:2 arrayPushFront:2 arrayPopBack:1 arrayPopFront:1 arrayResize:2-3
     arraySlice:2-3 arrayEnumerate:1 arrayEnumerateUniq:1+ arrayEnumerateDense:1+ arrayDistinct:1 arrayIntersect:1+
     arrayUnion:1+ arraySymmetricDifference:1+ arrayReverse:1 arrayFlatten:1 arrayCompact:1 arrayZip:1+ arrayZipUnaligned:1+
     bitPositionsToArray:1
     arrayCumSum:1+ arrayCumSumNonNegative:1+ arrayDifference:1+ arrayShuffle:1-2 arrayRotateLeft:2 arrayRotateRight:2 arrayShiftLeft:2-3
     arrayShiftRight:2-3 arrayWithConstant:2 arrayReduceInRanges:3+ emptyArrayToSingle:1 range:1-3 flatten:1 mapKeys:1 mapValues:1
     emptyArrayString:0 emptyArrayInt64:0 emptyArrayFloat64:0 emptyArrayDate:0 emptyArrayDateTime:0 emptyArrayUInt64:0
     generateSeries:2-3=range($*)
     generate_series:2-3=range($*)`,
    { type: "array", nulls: "never" },
  ),
  ...entries(
    `arrayElement:2 arrayFirst:2+ arrayLast:2+ arrayFirstOrNull:2+? arrayLastOrNull:2+? arrayMin:1+ arrayMax:1+ arrayJoin:1 arrayReduce:2+ arrayFold:3+
     arrayFirstIndex:2+>number! arrayLastIndex:2+>number! arraySum:1+>number arrayAvg:1+>number arrayProduct:1+>number
     arrayCount:1+>number! arrayAll:1+>bool arrayExists:1+>bool has:2>bool hasAll:2>bool hasAny:2>bool hasSubstr:2>bool indexOf:2>number
     countEqual:2>number arrayUniq:1+>number arrayAUC:2-3>number arrayDotProduct:2>number arrayJaccardIndex:2>number
     tuple:0+>tuple! tupleElement:2-3 tuplePlus:2>tuple tupleConcat:1+>tuple dotProduct:2>number L1Norm:1>number L2Norm:1>number
     cosineDistance:2>number L1Distance:2>number L2Distance:2>number
     map:0+>map! mapFromArrays:2>map! mapAdd:2+>map mapSubtract:2+>map mapContains:2>bool mapContainsKeyLike:2>bool mapExtractKeyLike:2>map
     mapApply:2>map mapFilter:2>map mapUpdate:2>map mapConcat:1+>map mapExists:2>bool mapAll:2>bool mapSort:1-2>map
     in:2>bool notIn:2>bool exists:1>bool!`,
  ),
];
