package io.tiffin.training;

public final class TrainCommand {
  private TrainCommand() {}

  public static void main(String[] args) throws Exception {
    CsvMapping mapping = CsvMapping.read(java.nio.file.Path.of(args[1]));
    CsvDataset data =
        CsvDataset.read(java.nio.file.Path.of(args[0]), mapping, java.nio.file.Path.of(args[2]));
    for (int seed = 1; seed <= Integer.parseInt(args[3]); seed++) {
      Trainer.Taught taught =
          new Trainer(
                  data.design(),
                  TrainerSettings.withSeed(seed).withFeatureDropout(Double.parseDouble(args[4])),
                  new ProgressBar(System.err))
              .teach(data.split().train(), data.split().validation());
      System.out.println(
          taught.bestEpoch()
              + " "
              + taught.validationError()
              + " wide penalty "
              + taught.wide().penalty());
      System.out.println(
          ReportTable.of(
              "validation",
              new Contenders(taught, data.split().train(), new int[] {0})
                  .evaluate(data.split().validation())));
    }
  }
}
