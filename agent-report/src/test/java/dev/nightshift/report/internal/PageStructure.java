package dev.nightshift.report.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What a browser makes of a page, without its texts. */
final class PageStructure {
  /** Marks of words, of which there are as many as words differ. */
  private static final Set<String> MARKS = Set.of("del", "ins");

  private PageStructure() {}

  /** All elements in their order, each with the names of its attributes. */
  static List<String> of(Document page) {
    List<String> elements = new ArrayList<>();
    for (Element element : page.getAllElements()) {
      if (!MARKS.contains(element.normalName())) {
        List<String> names =
            element.attributes().asList().stream().map(Attribute::getKey).sorted().toList();
        elements.add(element.normalName() + names);
      }
    }
    return elements;
  }
}
