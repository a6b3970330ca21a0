package io.tiffin.store;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Matches when {@code tiffin.store.tiers}, or the tiers of any view, name the tier. */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnTierCondition.class)
public @interface ConditionalOnTier {

  /** Name of the tier, as in {@link StoreTier}. */
  String value();
}
