package io.tiffin.event.kafka;

import io.tiffin.event.kafka.Progress.CityProgress;
import io.tiffin.feature.RowKey;
import io.tiffin.window.Contribution;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@link Hop}s and {@link Progress} as bytes. Pure functions. */
final class HopCodec {

  private static final int CONTRIBUTIONS = 1;
  private static final int COUNTED = 2;
  private static final int WRITTEN = 3;
  private static final int SUPERSEDED = 4;

  private static final int CONTRIBUTION_BYTES = 21;

  private HopCodec() {}

  static byte[] write(Hop hop) {
    return switch (hop) {
      case Hop.Contributions(long received, List<Contribution> all) ->
          RecordBytes.write(
              CONTRIBUTIONS,
              12 + CONTRIBUTION_BYTES * all.size(),
              out -> {
                out.writeLong(received);
                out.writeShort(all.size());
                for (Contribution one : all) {
                  write(one, out);
                }
              });
      case Hop.Counted(Progress progress) ->
          RecordBytes.write(COUNTED, 64, out -> write(progress, out));
      case Hop.Written(Progress progress) ->
          RecordBytes.write(WRITTEN, 64, out -> write(progress, out));
      case Hop.Superseded(long revision) ->
          RecordBytes.write(SUPERSEDED, 10, out -> out.writeLong(revision));
    };
  }

  private static void write(Contribution one, DataOutputStream out) throws IOException {
    out.writeInt(one.accumulator());
    out.writeLong(one.timeMicros());
    out.writeLong(one.amount());
    out.writeByte(one.weight());
  }

  /**
   * @param key of the row that contributions are for
   * @throws UnreadableRecordException if this version writes no such bytes
   */
  static Hop read(RowKey key, byte[] bytes) {
    return RecordBytes.read(
        bytes,
        (kind, in) ->
            switch (kind) {
              case CONTRIBUTIONS -> contributions(key, in);
              case COUNTED -> new Hop.Counted(progress(in));
              case WRITTEN -> new Hop.Written(progress(in));
              case SUPERSEDED -> new Hop.Superseded(in.readLong());
              default -> throw new UnreadableRecordException("there is no hop " + kind);
            });
  }

  private static Hop contributions(RowKey key, DataInputStream in) throws IOException {
    long received = in.readLong();
    int count = in.readUnsignedShort();
    List<Contribution> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(new Contribution(key, in.readInt(), in.readLong(), in.readLong(), in.readByte()));
    }
    return new Hop.Contributions(received, all);
  }

  static void write(Progress progress, DataOutputStream out) throws IOException {
    out.writeInt(progress.partition());
    out.writeLong(progress.micros());
    out.writeInt(progress.cities().size());
    for (CityProgress city : progress.cities()) {
      out.writeUTF(city.cityId());
      out.writeLong(city.sinceMicros());
      out.writeLong(city.newestMicros());
    }
  }

  static Progress progress(DataInputStream in) throws IOException {
    int partition = in.readInt();
    long micros = in.readLong();
    int count = in.readInt();
    List<CityProgress> cities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cities.add(new CityProgress(in.readUTF(), in.readLong(), in.readLong()));
    }
    return new Progress(partition, micros, cities);
  }
}
