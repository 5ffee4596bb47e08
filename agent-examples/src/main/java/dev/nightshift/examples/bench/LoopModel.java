package dev.nightshift.examples.bench;

import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model that reads one file after the other and then has an answer; keeps no state. */
public final class LoopModel {
  static final int STEPS = 50;

  /** With its frame in the request, 50 files of this size are about 120 KB. */
  private static final int LINES = 36;

  private LoopModel() {}

  /**
   * Serves until its input ends: for each line read, a fresh server, whose URL is printed. A server
   * keeps the requests that it saw.
   *
   * @param arguments none
   * @throws IOException if the input breaks
   */
  public static void main(String[] arguments) throws IOException {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (in.readLine() != null) {
        serveUntilNextLine(in);
      }
    }
  }

  private static void serveUntilNextLine(BufferedReader in) throws IOException {
    try (ScriptedModelServer server = ScriptedModelServer.start(LoopModel::reply)) {
      System.out.println(server.baseUrl());
      in.readLine();
    }
  }

  static Reply reply(RecordedRequest request) {
    int step = request.assistantTurns();
    return step < STEPS
        ? Reply.toolUse("read_file", "{\"path\":\"" + path(step) + "\"}")
        : Reply.toolUse("finish", "{\"summary\":\"read it all\"}");
  }

  static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    for (int step = 0; step < STEPS; step++) {
      StringBuilder text = new StringBuilder();
      for (int line = 0; line < LINES; line++) {
        text.append("    int value").append(line).append(" = compute(input, \"");
        text.append(step * LINES + line).append("\", offset);\n");
      }
      files.put(path(step), text.toString());
    }
    return files;
  }

  private static String path(int step) {
    return "src/main/java/example/Part" + step + ".java";
  }
}
