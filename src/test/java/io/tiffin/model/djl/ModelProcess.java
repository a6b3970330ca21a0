package io.tiffin.model.djl;

import ai.djl.engine.Engine;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.model.djl.onnx.OnnxProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/**
 * A process that loads a model of an engine, or an engine alone and unguarded, and prints every
 * address that was asked for.
 */
final class ModelProcess {

  private ModelProcess() {}

  public static void main(String[] arguments) throws Exception {
    ProxySelector.setDefault(new PrintingSelector());
    switch (arguments[0]) {
      case "guarded" -> {
        Bundles.load(Bundles.read("keras"), new SimpleMeterRegistry()).close();
        System.out.println("loaded");
      }
      case "onnx" -> {
        OnnxProcess.load();
        System.out.println("loaded");
      }
      default -> Engine.getEngine("TensorFlow");
    }
  }

  /** Sends everybody to a port that nobody listens to. */
  private static final class PrintingSelector extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      System.out.println("asked " + uri.getHost());
      return List.of(
          new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }
}
