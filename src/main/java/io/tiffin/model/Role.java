package io.tiffin.model;

/** What a version of a model is there for. */
public enum Role {
  /** It answers. */
  STABLE,
  /** It answers a share of the orders, always the same ones. */
  CANARY,
  /** It is asked beside the one that answers, and nobody is told what it said. */
  SHADOW,
  /** It answered before, and is kept so that it can again at once. */
  PREVIOUS
}
