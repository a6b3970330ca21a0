package io.tiffin.store;

/** Passes everything on; tests override what they look at. */
public class ForwardingStore extends ForwardingFeatureStore {

  public ForwardingStore(FeatureStore store) {
    super(store);
  }
}
