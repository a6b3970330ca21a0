package io.tiffin.feature;

/** stub. */
public sealed interface Reading permits PackedValues, Unreadable {}
