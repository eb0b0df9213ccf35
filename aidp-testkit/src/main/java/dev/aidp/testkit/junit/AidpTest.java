package dev.aidp.testkit.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests an {@link AidpRuntime}, or what they want of it, as parameters: {@link
 * dev.aidp.Aidp}, {@link dev.aidp.testkit.agent.ScriptedAgent}, {@link
 * dev.aidp.testkit.repo.SampleRepository}, {@link TestClock}, {@link TestEngine}. Each test has its
 * own; nothing is shared, so tests may be played side by side.
 *
 * <pre>{@code
 * @AidpTest
 * class ParserTest {
 *   @Test
 *   void is_written(AidpRuntime aidp) {
 *     PlayedRun run = aidp.run(WorkLoopRequest.of("Write a parser.").check("there", "ls parser.txt"));
 *
 *     assertThat(run).endedGreen().after(1);
 *   }
 * }
 * }</pre>
 *
 * <p>For workflows, agents or settings of your own register an {@link AidpExtension} instead; a
 * test beside one says by {@link EachEngine} where it is played.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(AidpExtension.class)
public @interface AidpTest {

  /**
   * Where its tests are played, at most one. If unset, as the system property {@value
   * TestEngine#PROPERTY} says, and natively if that is not set.
   */
  TestEngine[] engine() default {};
}
