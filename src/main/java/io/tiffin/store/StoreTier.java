package io.tiffin.store;

/**
 * A technology that can be named in {@code tiffin.store.tiers}. Each technology's room declares a
 * bean of it, whether the tier is used or not, so that a name that no room knows stops the start.
 *
 * @param name as in the property: lower case, words joined by {@code -}
 */
public record StoreTier(String name) {}
