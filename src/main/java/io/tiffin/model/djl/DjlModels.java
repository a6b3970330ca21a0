package io.tiffin.model.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Manifest;
import io.tiffin.model.Model;
import io.tiffin.model.ModelPools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Opens models by whichever of DJL's engines. Thread-safe. */
public final class DjlModels {

  private DjlModels() {}

  /**
   * Without these DJL would look for libraries on the network, send telemetry from machines of one
   * cloud, and start a second engine to help the first. Must come before DJL's first use.
   *
   * @param directory takes what DJL would keep under the user's home
   */
  public static void stayOffline(Path directory) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("DJL_CACHE_DIR", directory.toString());
    System.setProperty("ai.djl.default_engine", "TensorFlow");
    System.setProperty("ai.djl.onnx.disable_alternative", "true");
  }

  /**
   * Opens a bundle whose file was checked; the engine's library must be loaded.
   *
   * @param pools puts threads, queue and meters before it
   * @param engine what DJL calls the engine
   * @param file the file that was checked: unless it is named, DJL looks for others first, by the
   *     model's and the directory's name
   * @param device where DJL's arrays live
   * @param options what the engine takes
   * @throws BundleRefusedException if the engine refuses it; nothing stays loaded
   */
  public static Model open(
      ModelPools pools,
      String engine,
      Bundle bundle,
      String file,
      Device device,
      Map<String, String> options)
      throws BundleRefusedException {
    Manifest manifest = bundle.manifest();
    ai.djl.Model model = ai.djl.Model.newInstance(manifest.name(), device, engine);
    try {
      model.load(bundle.directory(), file, options);
      return pools.open(
          manifest,
          () -> new PredictorRunner(model.newPredictor(new TensorTranslator(manifest))),
          model);
    } catch (IOException | MalformedModelException | RuntimeException failure) {
      model.close();
      throw new BundleRefusedException(
          "the engine refuses the model: " + sentence(failure), failure);
    } catch (Error failure) {
      model.close();
      throw failure;
    }
  }

  /** DJL says that it cannot; why stands in the engine's own failure. */
  private static String sentence(Exception failure) {
    Throwable cause = failure.getCause();
    String sentence = String.valueOf(failure.getMessage());
    return cause == null ? sentence : sentence + ": " + cause.getMessage();
  }
}
