package io.tiffin.store;

import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether a tier is named in the configuration. */
final class OnTierCondition extends SpringBootCondition {

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    String tier =
        Objects.requireNonNull(
            metadata.getAnnotations().get(ConditionalOnTier.class).getString("value"));
    StoreProperties properties =
        Binder.get(context.getEnvironment()).bindOrCreate("tiffin.store", StoreProperties.class);
    boolean named = properties.named().anyMatch(one -> one.tier().equals(tier));
    ConditionMessage message =
        ConditionMessage.forCondition(ConditionalOnTier.class, tier)
            .because(named ? "it is a tier" : "it is not among the tiers");
    return new ConditionOutcome(named, message);
  }
}
