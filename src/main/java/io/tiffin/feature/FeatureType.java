package io.tiffin.feature;

/** The type of a feature's values, with its width in a packed row. */
public enum FeatureType {
  /** 32-bit signed integer. */
  INT32(4),
  /** 64-bit signed integer. */
  INT64(8),
  /** IEEE 754 single precision; NaN is not a value. */
  FLOAT(4),
  /** IEEE 754 double precision; NaN is not a value. */
  DOUBLE(8),
  /** True or false, 1 or 0 where a number is asked for. */
  BOOLEAN(1),
  /** UTF-8 text of at most 65,535 bytes; it has no fixed width. */
  STRING(0);

  private final int width;

  FeatureType(int width) {
    this.width = width;
  }

  /** Bytes that a value takes in the fixed part of a packed row; 0 for {@link #STRING}. */
  public int width() {
    return width;
  }

  /** Whether values of this type can be read as a {@code double}. */
  public boolean isNumeric() {
    return this != STRING;
  }

  /** The name used in the catalogue's YAML and in JSON: the constant's name in lower case. */
  public String yamlName() {
    return switch (this) {
      case INT32 -> "int32";
      case INT64 -> "int64";
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case BOOLEAN -> "boolean";
      case STRING -> "string";
    };
  }
}
