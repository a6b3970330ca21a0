package io.tiffin.model.djl;

import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Legs;
import io.tiffin.model.Manifest.Minutes;
import io.tiffin.model.Manifest.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the tensors that a model's file declares must be for the manifest to be true.
 *
 * @param file how refusals call the file
 * @param types what the format calls the types that can be fed
 */
public record SignatureRules(String file, Map<TensorType, String> types) {

  static final int LEGS = 3;

  /**
   * A tensor as the file declares it.
   *
   * @param type what the format calls its type
   * @param shape its dimensions, −1 for any number; null if the file does not tell them
   */
  public record DeclaredTensor(String type, @Nullable List<Long> shape) {}

  public SignatureRules {
    types = Map.copyOf(types);
  }

  /**
   * Checks a model's inputs and outputs by their names.
   *
   * @throws BundleRefusedException naming what the file and the manifest say differently
   */
  public void check(
      Map<String, DeclaredTensor> inputs, Map<String, DeclaredTensor> outputs, Manifest manifest)
      throws BundleRefusedException {
    checkNames(inputs.keySet(), manifest);
    for (InputTensor input : manifest.inputs()) {
      check(inputs, "input", input.name(), input.type(), input.columns().size());
    }
    Minutes minutes = manifest.outputs().minutes();
    int quantiles = minutes.quantiles().size();
    check(outputs, "output", minutes.output(), TensorType.FLOAT32, quantiles);
    Legs legs = manifest.outputs().legs();
    if (legs != null) {
      check(outputs, "output", legs.output(), TensorType.FLOAT32, LEGS);
    }
  }

  private void checkNames(Set<String> inputs, Manifest manifest) throws BundleRefusedException {
    Set<String> declared =
        manifest.inputs().stream()
            .map(InputTensor::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> found = new TreeSet<>(inputs);
    if (!declared.equals(found)) {
      throw new BundleRefusedException(
          file + ": signature takes the inputs " + found + ", the manifest feeds " + declared);
    }
  }

  private void check(
      Map<String, DeclaredTensor> tensors, String role, String name, TensorType type, int columns)
      throws BundleRefusedException {
    DeclaredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw refusal("signature has no " + role + " '" + name + "', only " + sorted(tensors));
    }
    String what = role + " '" + name + "'";
    String expected = types.get(type);
    if (!tensor.type().equals(expected)) {
      throw refusal(what + " is of type " + tensor.type() + ", expected " + expected);
    }
    List<Long> shape = tensor.shape();
    if (shape != null && !fits(shape, columns)) {
      throw refusal(
          what + " has the shape " + shape + ", expected [any number of orders, " + columns + "]");
    }
  }

  private static Set<String> sorted(Map<String, DeclaredTensor> tensors) {
    return new TreeSet<>(tensors.keySet());
  }

  /** Whether any number of rows fits, and so do the columns. */
  private static boolean fits(List<Long> shape, int columns) {
    return shape.size() == 2
        && shape.get(0) == -1
        && (shape.get(1) == columns || shape.get(1) == -1);
  }

  private BundleRefusedException refusal(String sentence) {
    return new BundleRefusedException(file + ": " + sentence);
  }
}
