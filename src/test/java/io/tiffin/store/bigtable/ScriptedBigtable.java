package io.tiffin.store.bigtable;

import com.google.bigtable.v2.BigtableGrpc;
import com.google.bigtable.v2.BigtableGrpc.BigtableImplBase;
import com.google.bigtable.v2.CheckAndMutateRowRequest;
import com.google.bigtable.v2.CheckAndMutateRowResponse;
import com.google.bigtable.v2.PingAndWarmRequest;
import com.google.bigtable.v2.PingAndWarmResponse;
import com.google.bigtable.v2.ReadRowsRequest;
import com.google.bigtable.v2.ReadRowsResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An emulator with faults: it counts the calls, answers some with an error, and leaves the others
 * to the emulator behind. Thread-safe.
 */
final class ScriptedBigtable extends BigtableImplBase implements AutoCloseable {

  private final ManagedChannel emulator;
  private final Server server;
  private final List<ReadRowsRequest> reads = new CopyOnWriteArrayList<>();
  private final List<String> writeProfiles = new CopyOnWriteArrayList<>();
  private final AtomicInteger pings = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private final Semaphore failures = new Semaphore(0);
  private volatile Status status = Status.OK;
  private volatile int rowsBeforeFailure;
  private volatile boolean writesApplyBeforeFailure;

  ScriptedBigtable(int emulatorPort) throws IOException {
    emulator =
        Grpc.newChannelBuilder("127.0.0.1:" + emulatorPort, InsecureChannelCredentials.create())
            .maxInboundMessageSize(1 << 28)
            .build();
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .maxInboundMessageSize(1 << 28)
            .addService(this)
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** The next so many calls fail so; reads do after so many of the emulator's answers. */
  ScriptedBigtable fail(int calls, Status with, int afterRows) {
    status = with;
    rowsBeforeFailure = afterRows;
    failures.drainPermits();
    failures.release(calls);
    return this;
  }

  /** Writes that fail are applied, and only the acknowledgement is lost. */
  ScriptedBigtable applyingWhatFails() {
    writesApplyBeforeFailure = true;
    return this;
  }

  List<ReadRowsRequest> reads() {
    return reads;
  }

  int writes() {
    return writeProfiles.size();
  }

  /** The app profile of each write. */
  List<String> writeProfiles() {
    return writeProfiles;
  }

  int mostWritesUnderWay() {
    return mostUnderWay.get();
  }

  /** Questions for a sign of life. */
  int pings() {
    return pings.get();
  }

  @Override
  public void pingAndWarm(
      PingAndWarmRequest request, StreamObserver<PingAndWarmResponse> observer) {
    pings.incrementAndGet();
    observer.onError(Status.UNAUTHENTICATED.asRuntimeException());
  }

  @Override
  public void readRows(ReadRowsRequest request, StreamObserver<ReadRowsResponse> observer) {
    reads.add(request);
    StreamObserver<ReadRowsResponse> answer =
        failures.tryAcquire() ? new Cut<>(observer, rowsBeforeFailure, status) : observer;
    BigtableGrpc.newStub(emulator).readRows(request, answer);
  }

  @Override
  public void checkAndMutateRow(
      CheckAndMutateRowRequest request, StreamObserver<CheckAndMutateRowResponse> observer) {
    writeProfiles.add(request.getAppProfileId());
    if (!failures.tryAcquire()) {
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      BigtableGrpc.newStub(emulator).checkAndMutateRow(request, new Counted(observer));
    } else if (writesApplyBeforeFailure) {
      BigtableGrpc.newStub(emulator).checkAndMutateRow(request, new Cut<>(observer, 0, status));
    } else {
      observer.onError(status.asRuntimeException());
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    emulator.shutdownNow();
  }

  /** Passes a write's answer on. */
  private final class Counted implements StreamObserver<CheckAndMutateRowResponse> {

    private final StreamObserver<CheckAndMutateRowResponse> observer;

    Counted(StreamObserver<CheckAndMutateRowResponse> observer) {
      this.observer = observer;
    }

    @Override
    public void onNext(CheckAndMutateRowResponse value) {
      underWay.decrementAndGet();
      observer.onNext(value);
    }

    @Override
    public void onError(Throwable failure) {
      underWay.decrementAndGet();
      observer.onError(failure);
    }

    @Override
    public void onCompleted() {
      observer.onCompleted();
    }
  }

  /** Passes some answers on, then fails, whatever the emulator says. */
  private static final class Cut<T> implements StreamObserver<T> {

    private final StreamObserver<T> observer;
    private final Status status;
    private int left;
    private boolean ended;

    Cut(StreamObserver<T> observer, int passes, Status status) {
      this.observer = observer;
      this.left = passes;
      this.status = status;
    }

    @Override
    public void onNext(T value) {
      if (left-- > 0) {
        observer.onNext(value);
      } else {
        end();
      }
    }

    @Override
    public void onError(Throwable failure) {
      end();
    }

    @Override
    public void onCompleted() {
      end();
    }

    private void end() {
      if (!ended) {
        ended = true;
        observer.onError(status.asRuntimeException());
      }
    }
  }
}
