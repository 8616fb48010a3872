package org.extremum.cluster;

import java.io.IOException;
import java.util.List;

/**
 * A network namespace of Linux, joined to the machine's own by one pair of virtual interfaces,
 * which can be cut. Needs the rights to make one.
 */
final class NetworkNamespace {
  private final String name = "extremum" + ProcessHandle.current().pid() % 100_000;
  private final String subnet = "10.211." + ProcessHandle.current().pid() % 250 + ".";

  private NetworkNamespace() {}

  /** Whether this user on this machine can make one. */
  static boolean isPossible() throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "--net", "ip", "link", "set", "lo", "up")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such command
    }
  }

  static NetworkNamespace make() throws IOException, InterruptedException {
    NetworkNamespace made = new NetworkNamespace();
    try {
      made.build();
      return made;
    } catch (IOException e) {
      made.remove();
      throw e;
    }
  }

  private void build() throws IOException, InterruptedException {
    ip("netns", "add", name);
    ip("link", "add", outer(), "type", "veth", "peer", "name", "uplink", "netns", name);
    ip("addr", "add", outside() + "/30", "dev", outer());
    ip("link", "set", outer(), "up");
    ip("-n", name, "addr", "add", inside() + "/30", "dev", "uplink");
    ip("-n", name, "link", "set", "lo", "up");
    mend();
  }

  /** An interface's name has 15 characters at most. */
  private String outer() {
    return name;
  }

  /** Address of the machine as the namespace sees it. */
  String outside() {
    return subnet + "1";
  }

  /** Address of the namespace as the machine sees it. */
  String inside() {
    return subnet + "2";
  }

  /** Runs the command after it in the namespace. */
  List<String> wrapper() {
    return List.of("ip", "netns", "exec", name);
  }

  /** From here on nothing gets through, either way, and nobody is told. */
  void cut() throws IOException, InterruptedException {
    ip("-n", name, "link", "set", "uplink", "down");
  }

  /** Joins them again. */
  void mend() throws IOException, InterruptedException {
    ip("-n", name, "link", "set", "uplink", "up");
  }

  /** Takes it away again. Sockets that are still closing may keep it a while. */
  void remove() throws IOException, InterruptedException {
    ip("link", "del", outer());
    ip("netns", "del", name);
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "ip";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }
}
