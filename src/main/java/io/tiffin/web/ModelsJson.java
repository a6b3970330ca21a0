package io.tiffin.web;

import io.tiffin.registry.StandingJson;
import java.util.List;

/** Every model, by name. */
record ModelsJson(List<StandingJson> models) {}
