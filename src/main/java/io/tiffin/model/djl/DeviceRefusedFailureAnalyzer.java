package io.tiffin.model.djl;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence which device is not there, and in one what to do. */
final class DeviceRefusedFailureAnalyzer extends AbstractFailureAnalyzer<DeviceRefusedException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, DeviceRefusedException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), rootFailure);
  }
}
