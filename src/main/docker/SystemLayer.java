import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The layer below all others of an image that lies upon nothing, from this machine's own files. */
final class SystemLayer {

  /** Of screens, fonts and sound, which a service has none of. */
  private static final Pattern DESKTOP =
      Pattern.compile("lib(j?awt|font|freetype|splash|jsound|javajpeg|lcms|mlib).*");

  private static final Pattern NEEDED = Pattern.compile("\\s*(?:\\S+ => )?(/\\S+) \\(0x.*");

  private final Path out;

  /**
   * @param out where all layers are
   */
  SystemLayer(Path out) {
    this.out = out;
  }

  /** What programs need of an operating system: the loader, libraries, a user, and sleep. */
  void make(Path runtime) throws IOException, InterruptedException {
    List<Path> programs = new ArrayList<>(List.of(Path.of("/bin/sleep")));
    for (Path directory : List.of(runtime, out.resolve("natives"))) {
      try (Stream<Path> files = Files.walk(directory)) {
        files
            .filter(file -> JarLibraries.isLibrary(file.toString()) || file.endsWith("bin/java"))
            .filter(file -> !DESKTOP.matcher(file.getFileName().toString()).matches())
            .forEach(programs::add);
      }
    }
    Path system = out.resolve("system");
    for (Path library : needed(programs, runtime.resolve("lib"))) {
      Path copy = system.resolve(Path.of("/").relativize(library));
      Files.createDirectories(copy.getParent());
      Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createDirectories(system.resolve("bin"));
    Files.copy(Path.of("/bin/sleep").toRealPath(), system.resolve("bin/sleep"));
    Files.createDirectories(system.resolve("etc"));
    Files.writeString(
        system.resolve("etc/passwd"), "tiffin:x:10001:10001::/var/lib/tiffin:/bin/false\n");
    Files.writeString(system.resolve("etc/group"), "tiffin:x:10001:\n");
    Files.writeString(system.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
  }

  /** Libraries of this machine that the programs load. */
  private Set<Path> needed(List<Path> programs, Path own) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ldd"));
    programs.forEach(program -> command.add(program.toString()));
    ProcessBuilder launch = new ProcessBuilder(command).redirectErrorStream(true);
    launch.environment().put("LD_LIBRARY_PATH", own + ":" + own.resolve("server"));
    Process ldd = launch.start();
    String told = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    ldd.waitFor();
    Set<Path> needed = new TreeSet<>();
    for (String line : told.lines().toList()) {
      Matcher matcher = NEEDED.matcher(line);
      if (matcher.matches() && !Path.of(matcher.group(1)).startsWith(out)) {
        needed.add(Path.of(matcher.group(1)));
      } else if (line.contains("not found") && !isAmong(programs, line.strip())) {
        throw new IOException("ldd: " + line.strip());
      }
    }
    return needed;
  }

  /** Whether it is one of these by a longer name, which it has in itself. */
  private static boolean isAmong(List<Path> programs, String library) {
    return programs.stream().anyMatch(one -> library.startsWith(one.getFileName().toString()));
  }
}
