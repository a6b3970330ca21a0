package io.tiffin;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.RealTicker;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Date;
import java.util.concurrent.TimeUnit;

/** Which calls read the machine's clock, which sleep, and who may. */
final class ClockReads {

  private ClockReads() {}

  static boolean isOne(JavaAccess<?> access) {
    if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
      return false;
    }
    String name = target.getName();
    JavaClass owner = target.getOwner();
    if (owner.isEquivalentTo(System.class)) {
      return name.equals("nanoTime") || name.equals("currentTimeMillis");
    }
    if (owner.isEquivalentTo(Clock.class)) {
      return name.startsWith("system") || (name.startsWith("tick") && takesNoClock(target));
    }
    if (owner.isEquivalentTo(InstantSource.class)) {
      return name.equals("system");
    }
    if (owner.isAssignableTo(Date.class) || owner.isAssignableTo(Calendar.class)) {
      return name.equals("getInstance")
          || (name.equals("<init>") && target.getRawParameterTypes().isEmpty());
    }
    return owner.getPackageName().startsWith("java.time")
        && name.equals("now")
        && takesNoClock(target);
  }

  static boolean sleeps(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    return target.getName().equals("sleep")
        && (target.getOwner().isEquivalentTo(Thread.class)
            || target.getOwner().isEquivalentTo(TimeUnit.class));
  }

  /**
   * True for the clock beans, the clocks of tests with real processes, the benchmarks and whatever
   * is started from a command line.
   */
  static boolean allowedIn(JavaClass type) {
    return type.isEquivalentTo(ClockConfiguration.class)
        || type.isEquivalentTo(RealClock.class)
        || type.isEquivalentTo(RealTicker.class)
        || type.getPackageName().startsWith("io.tiffin.benchmark")
        || type.tryGetMethod("main", String[].class).isPresent();
  }

  private static boolean takesNoClock(CodeUnitAccessTarget target) {
    return target.getRawParameterTypes().stream()
        .noneMatch(type -> type.isAssignableTo(Clock.class));
  }
}
