package dev.nightshift.core.internal.junit;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.internal.text.BoundedText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Counts the test cases of one JUnit XML report, streaming, without DTDs or external entities.
 * Characters in text that XML forbids, or that do not fit the encoding, are read as U+FFFD.
 *
 * <p>A case is counted by what it holds: {@code failure} or {@code error} failed, {@code skipped}
 * not run, anything else passed; {@code flakyFailure} and {@code rerunFailure} only tell of earlier
 * attempts. Failures that a suite counts are added, but for those that a case in it shows and as
 * many as it shows earlier attempts. A report whose count of failures or errors cannot be read is
 * refused.
 */
final class TestReportParser {
  private static final XMLInputFactory FACTORY = secureFactory();
  private static final Set<String> NOT_RUN = Set.of("notrun", "disabled", "skipped");
  private static final int MAX_LINE_CHARS = 300;
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,8}");
  private final XMLStreamReader xml;
  private final List<String> failures = new ArrayList<>();
  private final List<String> failedTests = new ArrayList<>();
  private final Consumer<String> executedTest;
  private final Deque<Suite> suites = new ArrayDeque<>();
  private long executed;
  private long failed;
  private int skipped;

  private TestReportParser(XMLStreamReader xml, Consumer<String> executedTest) {
    this.xml = xml;
    this.executedTest = executedTest;
  }

  /**
   * Reads a report.
   *
   * @return its counts, or empty if the document is well-formed so far but not about tests
   * @throws XMLStreamException if it is malformed in another way, has a document type or counts
   *     failures or errors by what is no number
   * @throws IOException if it cannot be read
   */
  static Optional<TestEvidence> parse(InputStream content) throws XMLStreamException, IOException {
    return parse(content, unused -> {});
  }

  /**
   * Reads a report, as the other does.
   *
   * @param executedTest takes the name of each test that was executed, as often as it was
   */
  static Optional<TestEvidence> parse(InputStream content, Consumer<String> executedTest)
      throws XMLStreamException, IOException {
    XMLStreamReader reader = FACTORY.createXMLStreamReader(XmlDecoding.reader(content));
    try {
      return new TestReportParser(reader, executedTest).read();
    } finally {
      reader.close();
    }
  }

  private static XMLInputFactory secureFactory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entity " + systemId + " is not read");
        });
    return factory;
  }

  private Optional<TestEvidence> read() throws XMLStreamException {
    boolean documentType = false;
    boolean root = true;
    while (xml.hasNext()) {
      int event = xml.next();
      documentType |= event == XMLStreamConstants.DTD;
      if (event == XMLStreamConstants.END_ELEMENT && isSuite(xml.getLocalName())) {
        closeSuite();
      }
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      String element = xml.getLocalName();
      if (root && !isSuite(element)) {
        return Optional.empty();
      }
      if (documentType) {
        throw new XMLStreamException("a test report must not have a document type");
      }
      root = false;
      readElement(element);
    }
    return Optional.of(evidence());
  }

  private static boolean isSuite(String element) {
    return element.equals("testsuite") || element.equals("testsuites");
  }

  private void readElement(String element) throws XMLStreamException {
    switch (element) {
      case "testsuite", "testsuites" -> openSuite();
      case "testcase" -> count(new Case(xml).read(suites.element().name));
      case "failure", "error" -> addFailure(suites.element().name + ": " + message(xml));
      default -> {
        // Properties and output hold no verdict.
      }
    }
  }

  private void openSuite() throws XMLStreamException {
    suites.push(new Suite(attribute(xml, "name"), number("failures") + number("errors"), failed));
  }

  /** A suite may count the failures of earlier attempts, each of which its cases then show. */
  private void closeSuite() {
    Suite suite = suites.pop();
    long unseen = suite.declared - suite.earlierAttempts - (failed - suite.failedBefore);
    if (unseen > 0) {
      executed += unseen;
      failed += unseen;
      describe(suite.name + ": " + unseen + " failures that no test case shows");
    }
    if (!suites.isEmpty()) {
      suites.element().earlierAttempts += suite.earlierAttempts;
    }
  }

  private void count(Case test) {
    suites.element().earlierAttempts += test.earlierAttempts;
    if (test.failed || !test.skipped) {
      executedTest.accept(test.name);
    }
    if (test.failed) {
      addFailure(test.name + ": " + test.message);
      failedTests.add(test.name);
    } else if (test.skipped) {
      skipped++;
    } else {
      executed++;
    }
  }

  private void addFailure(String line) {
    executed++;
    failed++;
    describe(line);
  }

  private void describe(String line) {
    if (failures.size() < TestEvidence.MAX_FAILURES) {
      failures.add(BoundedText.oneLine(line, MAX_LINE_CHARS));
    }
  }

  private TestEvidence evidence() {
    boolean named = failedTests.size() == failed && failed <= TestEvidence.MAX_FAILURES;
    return new TestEvidence(
        bounded(executed), bounded(failed), skipped, failures, named ? failedTests : List.of());
  }

  private static int bounded(long count) {
    return (int) Math.min(Integer.MAX_VALUE, count);
  }

  /** An absent count is none; of one that says something else nobody knows what it means. */
  private int number(String attribute) throws XMLStreamException {
    String text = xml.getAttributeValue(null, attribute);
    if (text == null) {
      return 0;
    }
    if (!COUNT.matcher(text.strip()).matches()) {
      throw new XMLStreamException(
          "%s=\"%s\" of suite '%s' is no count of tests"
              .formatted(attribute, text, attribute(xml, "name")));
    }
    return Integer.parseInt(text.strip());
  }

  private static String attribute(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  private static String message(XMLStreamReader xml) {
    String message = attribute(xml, "message");
    return message.isBlank() ? attribute(xml, "type") : message;
  }

  /** A suite that is being read, and how many failures were seen before it. */
  private static final class Suite {
    private final String name;
    private final int declared;
    private final long failedBefore;
    private long earlierAttempts;

    Suite(String name, int declared, long failedBefore) {
      this.name = name;
      this.declared = declared;
      this.failedBefore = failedBefore;
    }
  }

  /** One test case and the verdict among its children. */
  private static final class Case {
    private final XMLStreamReader xml;
    private String name = "";
    private String message = "";
    private boolean failed;
    private boolean skipped;
    private int earlierAttempts;

    Case(XMLStreamReader xml) {
      this.xml = xml;
    }

    Case read(String suite) throws XMLStreamException {
      String className = attribute(xml, "classname");
      String method = attribute(xml, "name");
      name = (className.isEmpty() ? suite : className) + (method.isEmpty() ? "" : "." + method);
      skipped = NOT_RUN.contains(attribute(xml, "status"));
      String child = "";
      int depth = 1;
      while (depth > 0) {
        int event = xml.next();
        if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        } else if (event == XMLStreamConstants.START_ELEMENT) {
          child = ++depth == 2 ? readChild() : child;
        } else if (isText(event) && depth == 2) {
          readText(child);
        }
      }
      return this;
    }

    private String readChild() {
      String child = xml.getLocalName();
      skipped |= child.equals("skipped");
      if (child.startsWith("flaky") || child.startsWith("rerun")) {
        earlierAttempts++;
      }
      if (isFailure(child) && !failed) {
        failed = true;
        message = message(xml);
      }
      return child;
    }

    private static boolean isText(int event) {
      return event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA;
    }

    private void readText(String child) {
      if (isFailure(child) && message.isEmpty()) {
        message =
            BoundedText.oneLine(
                xml.getText().strip().lines().findFirst().orElse(""), MAX_LINE_CHARS);
      }
    }

    private static boolean isFailure(String child) {
      return child.equals("failure") || child.equals("error");
    }
  }
}
