// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.management.Attribute;
import javax.management.AttributeList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in over JMX, whatever it is for. */
class DescribedMBeanTest {
    private static final String TEXT = "java.lang.String";
    private static final String TEXTS = "[Ljava.lang.String;";

    private final List<String> came = new ArrayList<>();
    private final DescribedMBean bean = new DescribedMBean(new Names(), NamesMXBean.class);

    /** Takes texts in every way there is. */
    public interface NamesMXBean {
        String getName();

        void setName(String name);

        void add(@Parameter(name = "first", value = "A name") String first, String second);

        void addAll(List<String> names);
    }

    private final class Names implements NamesMXBean {
        @Override
        public String getName() {
            return String.join(",", came);
        }

        @Override
        public void setName(String name) {
            came.add(name);
        }

        @Override
        public void add(String first, String second) {
            came.addAll(List.of(first, second));
        }

        @Override
        public void addAll(List<String> names) {
            came.addAll(names);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nMQ1005 forged", "a\rMQ1005 forged", "a\u2028forged", "\u001b[2Kforged", "\u0000forged"})
    void letsNothingInThatCouldForgeALineOfTheLog(String forged) throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bean.setAttribute(new Attribute("Name", forged)))
                .withMessage("attribute 'Name' has control characters, a line break for one; write it without them");
        assertThat(bean.setAttributes(new AttributeList(List.of(new Attribute("Name", forged)))))
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bean.invoke("add", new Object[] {forged, "b"}, new String[] {TEXT, TEXT}))
                .withMessageStartingWith("operation 'add': first has control characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bean.invoke("add", new Object[] {"a", forged}, new String[] {TEXT, TEXT}))
                .withMessageStartingWith("operation 'add': parameter 2 has control characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        bean.invoke("addAll", new Object[] {new String[] {"a", forged}}, new String[] {TEXTS}))
                .withMessageStartingWith("operation 'addAll': parameter 1 has control characters");

        assertThat(came).isEmpty();
    }

    @Test
    void letsNothingInThatWouldFillTheLog() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bean.setAttribute(new Attribute("Name", "x".repeat(10_001))))
                .withMessage("attribute 'Name' has 1 texts of 10001 characters; allowed are 200 of 10000 altogether");
        var many = Collections.nCopies(201, "x").toArray(String[]::new);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bean.invoke("addAll", new Object[] {many}, new String[] {TEXTS}))
                .withMessageContaining("201 texts");

        assertThat(came).isEmpty();
    }

    @Test
    void saysWhichTextIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bean.invoke("addAll", new Object[] {new String[] {"a", null}}, new String[] {TEXTS}))
                .withMessage("operation 'addAll': parameter 1 contains null; leave it out");
    }

    @Test
    void letsInWhatIsOrdinary() throws Exception {
        bean.setAttribute(new Attribute("Name", "größer"));
        assertThat(bean.setAttributes(new AttributeList(List.of(
                        new Attribute("Name", "two"), new Attribute("None", "x"), new Attribute("Name", "three")))))
                .containsExactly(new Attribute("Name", "two"), new Attribute("Name", "three"));
        bean.invoke("add", new Object[] {"a", "b"}, new String[] {TEXT, TEXT});
        bean.invoke("addAll", new Object[] {new String[] {"x".repeat(10_000)}}, new String[] {TEXTS});

        assertThat(came).containsExactly("größer", "two", "three", "a", "b", "x".repeat(10_000));
    }
}
