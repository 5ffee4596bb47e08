package dev.nightshift.core.internal.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RedactionTest {
  private static final Pattern SECRET = Pattern.compile("\u00ab(.*?)\u00bb");
  private static final Redaction REDACTION = Redaction.of(List.of());

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("secretsEverywhere")
  void writesNoSecret(String name, Embedding embedding, String marked) {
    List<String> secrets = SECRET.matcher(marked).results().map(found -> found.group(1)).toList();
    String plain = marked.replaceAll("[\u00ab\u00bb]", "");

    String redacted = REDACTION.text(embedding.write(plain));

    String read = embedding.read(redacted);
    assertThat(read).contains(Spans.MARK);
    secrets.forEach(secret -> assertThat(read).doesNotContain(secret));
    assertThat(REDACTION.text(redacted)).isEqualTo(redacted);
  }

  @ParameterizedTest
  @MethodSource("innocentsEverywhere")
  void leavesOtherTextAsItIs(Embedding embedding, String innocent) {
    String written = embedding.write(innocent);

    assertThat(REDACTION.text(written)).isEqualTo(written);
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void leavesWhatIsAroundASecret(String name, String marked) {
    Matcher secret = SECRET.matcher(marked);
    String expected = secret.replaceAll(Matcher.quoteReplacement(Spans.MARK));

    String redacted = REDACTION.text(marked.replaceAll("[\u00ab\u00bb]", ""));

    // A number becomes a text.
    assertThat(redacted.replace(": \"" + Spans.MARK + "\",", ": " + Spans.MARK + ","))
        .isEqualTo(expected.replace(": \"" + Spans.MARK + "\",", ": " + Spans.MARK + ","));
  }

  static Stream<Arguments> secretsEverywhere() {
    return rows("secrets.txt").stream()
        .flatMap(
            row ->
                Stream.of(Embedding.values())
                    .map(embedding -> Arguments.of(name(row), embedding, text(row))));
  }

  static Stream<Arguments> secrets() {
    return rows("secrets.txt").stream().map(row -> Arguments.of(name(row), text(row)));
  }

  static Stream<Arguments> innocentsEverywhere() {
    return rows("innocents.txt").stream()
        .flatMap(
            row ->
                Stream.of(Embedding.values())
                    .map(embedding -> Arguments.of(embedding, row.replace("\\n", "\n"))));
  }

  private static String name(String row) {
    return row.substring(0, row.indexOf(" | "));
  }

  private static String text(String row) {
    return row.substring(row.indexOf(" | ") + 3).replace("\\n", "\n");
  }

  private static List<String> rows(String file) {
    try (InputStream in = RedactionTest.class.getResourceAsStream(file)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(row -> !row.startsWith("#")).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Ways in which a text stands in what models and tools say. */
  enum Embedding {
    PLAIN,
    JSON {
      @Override
      String write(String text) {
        return JsonValue.object().with("output", text).with("n", 1).ascii();
      }

      @Override
      String read(String json) {
        return JsonValue.parseStrictly(json).required("output").text();
      }
    },
    JSON_IN_JSON {
      @Override
      String write(String text) {
        return JSON.write(JSON.write(text));
      }

      @Override
      String read(String json) {
        return JSON.read(JSON.read(json));
      }
    },
    JSON_THREE_DEEP {
      @Override
      String write(String text) {
        return JSON.write(JSON_IN_JSON.write(text));
      }

      @Override
      String read(String json) {
        return JSON_IN_JSON.read(JSON.read(json));
      }
    },
    DELTAS {
      @Override
      String write(String text) {
        StringBuilder stream = new StringBuilder();
        for (int at = 0; at < text.length(); at += 5) {
          String part = text.substring(at, Math.min(text.length(), at + 5));
          JsonValue delta = JsonValue.object().with("type", "text_delta").with("text", part);
          JsonValue event =
              JsonValue.object().with("type", "content_block_delta").with("delta", delta);
          stream.append("event: content_block_delta\ndata: ").append(event.ascii()).append("\n\n");
        }
        return stream.toString();
      }

      @Override
      String read(String stream) {
        StringBuilder text = new StringBuilder();
        for (String line : stream.split("\n", -1)) {
          if (line.startsWith("data: ")) {
            JsonValue event = JsonValue.parseStrictly(line.substring("data: ".length()));
            text.append(event.required("delta").required("text").text());
          }
        }
        return text.toString();
      }
    },
    DELTAS_IN_JSON {
      @Override
      String write(String text) {
        return JSON.write(DELTAS.write(text));
      }

      @Override
      String read(String json) {
        return DELTAS.read(JSON.read(json));
      }
    },
    XML {
      @Override
      String write(String text) {
        return "<log><line>"
            + text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
            + "</line></log>";
      }

      @Override
      String read(String xml) {
        return xml.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
      }
    },
    YAML {
      @Override
      String write(String text) {
        return "output: |\n" + text.indent(4) + "next: 1\n";
      }
    },
    ENVIRONMENT {
      @Override
      String write(String text) {
        return "# settings\nPORT=8080\n" + text + "\nHOST=localhost\n";
      }
    },
    ADDED {
      @Override
      String write(String text) {
        return "@@ -1,2 +1,3 @@\n context\n" + lines(text, "+");
      }
    },
    REMOVED {
      @Override
      String write(String text) {
        return "@@ -1,3 +1,2 @@\n context\n" + lines(text, "-");
      }
    },
    NUMBERED {
      @Override
      String write(String text) {
        StringBuilder numbered = new StringBuilder();
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = 0; i < lines.size(); i++) {
          numbered.append(i + 9).append('\t').append(lines.get(i)).append('\n');
        }
        return numbered.toString();
      }
    },
    NUMBERED_IN_JSON {
      @Override
      String write(String text) {
        return JSON_IN_JSON.write(NUMBERED.write(text));
      }

      @Override
      String read(String json) {
        return JSON_IN_JSON.read(json);
      }
    };

    String write(String text) {
      return text;
    }

    String read(String written) {
      return written;
    }

    private static String lines(String text, String sign) {
      return text.lines().map(line -> sign + line + "\n").reduce("", String::concat);
    }
  }
}
