package io.tiffin.event;

/**
 * What a replay has seen so far.
 *
 * @param accepted events recorded in their journey
 * @param duplicates events that their journey had already
 * @param late events that came later than their journey waits for: an order's after 48 h, a
 *     courier's or restaurant's two minutes behind its newest
 * @param lateContributions observations whose tile was no longer kept, one for each row and
 *     aggregate
 * @param clamped events whose source clock ran ahead of their receipt by more than two minutes
 * @param implausible durations below zero or above six hours, and speeds above 25 m/s, each kept
 *     out of every aggregate
 */
public record ReplayCounts(
    long accepted,
    long duplicates,
    long late,
    long lateContributions,
    long clamped,
    long implausible) {}
