package io.tiffin.benchmark;

import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.ForwardingStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Notes which keys a service looks up and does not find; switched off it only passes on. */
final class AskedKeys implements BeanPostProcessor {

  private final Set<RowKey> absent = ConcurrentHashMap.newKeySet();
  private volatile boolean noting = true;

  /** The keys noted so far; then it forgets them. */
  List<RowKey> take() {
    List<RowKey> taken = List.copyOf(absent);
    absent.clear();
    return taken;
  }

  void stop() {
    noting = false;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return name.equals("featureStore") && bean instanceof FeatureStore store
        ? new Noting(store)
        : bean;
  }

  private final class Noting extends ForwardingStore {

    Noting(FeatureStore store) {
      super(store);
    }

    @Override
    public List<Outcome> find(Query query) {
      List<Outcome> outcomes = super.find(query);
      if (noting) {
        for (int i = 0; i < outcomes.size(); i++) {
          if (outcomes.get(i) instanceof Outcome.Absent) {
            absent.add(query.keys().get(i));
          }
        }
      }
      return outcomes;
    }
  }
}
