package io.tiffin.feature;

/** stub. */
public record Unreadable() implements Reading {}
