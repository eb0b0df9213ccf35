package dev.aidp.activities.review;

/** What a reviewer is told of the document that it writes. */
public final class ReviewFormat {

  /** What it is. */
  public static final String TEXT =
      """
      Print your review as one JSON document in a block fenced by ```json and ```. `findings` is a list, empty if you
      have found nothing. Each finding has a `severity` (low, medium, high or critical) and a `message` that says what is
      wrong and what would be better; `file` (from the top of the repository) and `line` where it is at one place.
      Find what is wrong with this change: what does not do what the task asks, is broken, unsafe, or untested. What was
      so before, and what is a matter of taste, is low at most.\
      """;

  /** How it looks. */
  public static final String EXAMPLE =
      """
      {"findings": [
        {"severity": "high", "file": "src/Csv.java", "line": 42,
         "message": "A value with a quote in it is written as it is; double the quote."}
      ]}
      """;

  private ReviewFormat() {}
}
