package io.tiffin.store.firestore;

import io.grpc.ForwardingChannelBuilder2;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.tiffin.batching.Ticker;

/** Builds a channel with a {@link ChannelAttendant}. */
final class AttendedChannelBuilder extends ForwardingChannelBuilder2<AttendedChannelBuilder> {

  private final ManagedChannelBuilder<?> builder;
  private final Ticker ticker;

  AttendedChannelBuilder(ManagedChannelBuilder<?> builder, Ticker ticker) {
    this.builder = builder;
    this.ticker = ticker;
  }

  @Override
  protected ManagedChannelBuilder<?> delegate() {
    return builder;
  }

  @Override
  public ManagedChannel build() {
    ChannelAttendant attendant = new ChannelAttendant(ticker);
    ManagedChannel channel = builder.intercept(attendant).build();
    attendant.attend(channel);
    return channel;
  }
}
