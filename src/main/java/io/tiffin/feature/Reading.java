package io.tiffin.feature;

/** What a row's body turned out to be. */
public sealed interface Reading permits PackedValues, Unreadable {}
