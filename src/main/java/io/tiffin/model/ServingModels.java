package io.tiffin.model;

import java.util.Optional;
import java.util.Set;

/**
 * The models that answer now. Thread-safe; asked once per request, so it is cheap: what loads,
 * swaps and frees versions does so elsewhere.
 */
public interface ServingModels {

  /** The model that answers whoever asks for none by name. */
  ServingVersions serving();

  /** The model of a name; empty if there is none of that name. */
  Optional<ServingVersions> serving(String name);

  /** The names there are, in order. */
  Set<String> names();
}
