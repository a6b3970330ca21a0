package io.tiffin.training;

import io.tiffin.gate.Infrastructure;
import io.tiffin.gate.ModelGate;

/**
 * What models are grown for.
 *
 * @param gate judges each as it would where it serves
 * @param infrastructure what it judges for
 */
public record GrowthMachine(ModelGate gate, Infrastructure infrastructure) {}
