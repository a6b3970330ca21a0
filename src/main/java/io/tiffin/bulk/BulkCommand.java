package io.tiffin.bulk;

import io.tiffin.batching.Ticker;
import io.tiffin.estimate.DeliveryEstimator;
import io.tiffin.model.ServedStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** The command that estimates files of orders. */
public final class BulkCommand {

  private static final Logger LOG = LoggerFactory.getLogger(BulkCommand.class);

  private static final String HELP = "--help";

  private static final int UNUSABLE = 1;
  private static final int MISUSED = 2;
  private static final int REFUSED = 3;
  private static final int DEGRADED = 4;

  private final PrintStream out;
  private final PrintStream errors;
  private final BooleanSupplier stopped;

  /**
   * A command that writes as UTF-8.
   *
   * @param out takes the usage, if that is asked for
   * @param errors takes refusals of arguments
   * @param stopped whether the process is told to end: then no further batch is begun, and no file
   *     left behind
   */
  public BulkCommand(PrintStream out, PrintStream errors, BooleanSupplier stopped) {
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.errors = new PrintStream(errors, true, StandardCharsets.UTF_8);
    this.stopped = stopped;
  }

  /**
   * Estimates as the arguments say, and tells the log.
   *
   * @param application starts what estimates, by settings as {@code --name=value}; closed in the
   *     end
   * @return the process's status: 0; 1 if a file cannot be read or written; 2 if what was given
   *     cannot be used; 3 if more lines were refused than are allowed; 4 if more estimates are
   *     degraded than are allowed. With 3 and 4 the file of estimates is complete
   */
  public int execute(
      List<String> arguments, Function<List<String>, ConfigurableApplicationContext> application)
      throws InterruptedException {
    if (arguments.contains(HELP)) {
      out.print(BulkOptions.USAGE);
      return 0;
    }
    BulkOptions options;
    try {
      options = BulkOptions.parse(arguments);
    } catch (BulkInputException refused) {
      errors.println(refused.getMessage());
      errors.println();
      errors.print(BulkOptions.USAGE);
      return MISUSED;
    }
    try (ConfigurableApplicationContext context = application.apply(options.settings())) {
      context.getBean(ServedStatus.class).awaitLoaded();
      return execute(options, context, context.getBean(DeliveryEstimator.class)::estimate);
    }
  }

  /**
   * @param beans has the settings of this room, its port and the clocks
   */
  int execute(BulkOptions options, BeanFactory beans, BatchEstimator estimator)
      throws InterruptedException {
    OrderFiles files = beans.getBean(OrderFiles.class);
    BulkProperties settings = beans.getBean(BulkProperties.class);
    Ticker ticker = beans.getBean(Ticker.class);
    InstantSource clock = beans.getBean("clock", InstantSource.class);
    BatchAnswers answers = new BatchAnswers(files, estimator, settings, clock, ticker);
    BulkRun run = new BulkRun(options.orders(), answers, settings, stopped, ticker);
    try {
      if (!run(run, options, files, settings)) {
        LOG.error("{} was not written: the process was told to end", options.estimates());
        return UNUSABLE;
      }
    } catch (UnusableFileException e) {
      LOG.error("{}", e.getMessage());
      LOG.debug("What a file could not be used for", e);
      return UNUSABLE;
    }
    return told(run, options, settings);
  }

  private static boolean run(
      BulkRun run, BulkOptions options, OrderFiles files, BulkProperties settings)
      throws UnusableFileException, InterruptedException {
    try (InputStream orders = open(options.orders());
        EstimatesFile estimates = EstimatesFile.begin(options.estimates())) {
      OrderLines lines = lines(orders, options, files, settings);
      boolean all = run.run(lines, estimates);
      if (all) {
        estimates.complete();
      }
      return all;
    } catch (IOException e) {
      throw UnusableFileException.unread(options.orders(), e);
    }
  }

  private static OrderLines lines(
      InputStream orders, BulkOptions options, OrderFiles files, BulkProperties settings)
      throws UnusableFileException {
    try {
      return files.read(orders, options.kind(), (int) settings.maxLine().toBytes());
    } catch (IOException | UnreadableOrdersException e) {
      throw UnusableFileException.unread(options.orders(), e);
    }
  }

  private static InputStream open(Path orders) throws IOException {
    InputStream plain = Files.newInputStream(orders);
    try {
      return OrderFileKind.isPacked(orders) ? new GZIPInputStream(plain, 64 * 1024) : plain;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static int told(BulkRun run, BulkOptions options, BulkProperties settings) {
    Tally tally = run.tally();
    LOG.info(
        "{} is written from {}: {}; {}. {}",
        options.estimates(),
        options.orders(),
        tally.sentence(),
        run.pace(),
        tally.versions());
    if (tally.hasMoreRefusedThan(settings.allowedRefusals())) {
      LOG.error(
          "{} of {} lines were refused, more than tiffin.bulk.allowed-refusals ({}) allows",
          tally.refused(),
          tally.orders(),
          settings.allowedRefusals());
      return REFUSED;
    }
    if (tally.hasMoreDegradedThan(settings.allowedDegraded())) {
      LOG.error(
          "{} estimates are degraded, more than tiffin.bulk.allowed-degraded ({}) allows",
          tally.degraded(),
          settings.allowedDegraded());
      return DEGRADED;
    }
    return 0;
  }
}
