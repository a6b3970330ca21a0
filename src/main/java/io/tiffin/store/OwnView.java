package io.tiffin.store;

/**
 * A view that is no part of the catalogue: rows of the service's own. A room that keeps some
 * declares it by a bean, so that its rows have their {@link RowLifetime}.
 */
public record OwnView(String name, RowLifetime lifetime) {}
