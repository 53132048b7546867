import { readFileSync } from 'node:fs';

// Field numbers of onnx.proto.
const METADATA_PROPS = 14; // of ModelProto: StringStringEntryProto
const KEY = 1;
const VALUE = 2;

/** The `metadata_props` of an ONNX file, which ONNX Runtime's JavaScript API does not give. */
export function metadata(file) {
  const text = new TextDecoder();
  const props = {};
  for (const [number, entry] of fields(readFileSync(file))) {
    if (number === METADATA_PROPS) {
      const pair = Object.fromEntries(fields(entry));
      props[text.decode(pair[KEY])] = text.decode(pair[VALUE]);
    }
  }
  return props;
}

/** The fields of a protobuf message: number, and bytes where it is of a length of its own. */
function* fields(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) {
        return Number(value);
      }
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = tag >>> 3;
    switch (tag & 7) {
      case 0:
        yield [number, varint()];
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        yield [number, bytes.subarray(at, (at += length))];
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new Error('not an ONNX file');
    }
  }
}
