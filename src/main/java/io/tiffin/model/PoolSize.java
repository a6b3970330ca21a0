package io.tiffin.model;

/**
 * How many calls a model takes at a time.
 *
 * @param instances how many are in the engine, each with a runner of its own; at least 1
 * @param queue how many wait, at least 1
 */
public record PoolSize(int instances, int queue) {}
