// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.client.ErrorRow.Proof;
import io.mqconnector.engine.client.ErrorRow.Verdict;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ErrorTableTest {
    /** Rows for what Kafka 4.3 does not have yet. */
    private static final Set<String> SINCE_4_4 = Set.of(
            "org.apache.kafka.common.errors.BootstrapResolutionException",
            "org.apache.kafka.common.errors.ControllerIdNotRegisteredException",
            "org.apache.kafka.common.errors.GroupDeletionFailedException",
            "org.apache.kafka.common.errors.StreamsTopologyDescriptionUpdateFailedException",
            "org.apache.kafka.common.internals.UnsupportedProtocolFieldException");

    private static final List<Class<?>> ALL = new ArrayList<>();

    @BeforeAll
    static void scanKafkasJar() throws IOException, URISyntaxException {
        var jar = Path.of(KafkaException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var zip = new ZipFile(jar.toFile())) {
            zip.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("org/apache/kafka/")
                            && name.endsWith(".class")
                            && !name.contains("/shaded/"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .forEach(ErrorTableTest::addException);
        }
    }

    private static void addException(String name) {
        try {
            var type = Class.forName(name, false, ErrorTableTest.class.getClassLoader());
            if (KafkaException.class.isAssignableFrom(type)
                    || (Throwable.class.isAssignableFrom(type) && name.startsWith("org.apache.kafka.common.errors."))) {
                ALL.add(type);
            }
        } catch (ClassNotFoundException | LinkageError e) {
            // what needs an optional library is none of the exceptions: those need nothing
            assertThat(name).doesNotEndWith("Exception");
        }
    }

    @Test
    void hasARowForEveryExceptionOfKafkasClients() {
        var unmapped = new TreeSet<String>();
        for (var type : ALL) {
            if (ErrorTable.row(type) == null) {
                unmapped.add(type.getName());
            }
        }

        assertThat(ALL).hasSizeGreaterThan(150);
        assertThat(unmapped)
                .as("decide what each of these means, in ErrorTable, and with which proof")
                .isEmpty();
    }

    @Test
    void hasNoRowForAClassThatIsNot() {
        var unknown = new TreeSet<String>();
        for (var name : ErrorTable.names()) {
            try {
                Class.forName(name, false, getClass().getClassLoader());
            } catch (ClassNotFoundException e) {
                unknown.add(name);
            }
        }

        unknown.removeAll(SINCE_4_4);
        assertThat(unknown).isEmpty();
    }

    @Test
    void callsRetriableWhatKafkaCallsRetriable() {
        assertThat(ALL).allSatisfy(type -> {
            var row = ErrorTable.row(type);
            assertThat(row).as(type.getName()).isNotNull();
            assertThat(row.verdict() == Verdict.RETRIABLE)
                    .as("retriable: %s", type.getName())
                    .isEqualTo(RetriableException.class.isAssignableFrom(type));
        });
    }

    @Test
    void takesFewForAProofThatNothingWasWritten() {
        var proofs = new TreeSet<String>();
        for (var type : ALL) {
            var row = ErrorTable.row(type);
            if (row != null && row.proof() != Proof.NONE) {
                proofs.add(type.getSimpleName() + " " + row.proof());
            }
        }

        // each of these was looked up in Kafka's Sender, RecordAccumulator and the broker's append
        assertThat(proofs)
                .containsExactly(
                        "BufferExhaustedException NEVER_SENT",
                        "CorruptRecordException THIS_TRY_REFUSED",
                        "InvalidRecordException THIS_TRY_REFUSED",
                        "InvalidRequiredAcksException THIS_TRY_REFUSED",
                        "InvalidTimestampException THIS_TRY_REFUSED",
                        "InvalidTopicException THIS_TRY_REFUSED",
                        "NotEnoughReplicasException THIS_TRY_REFUSED",
                        "PolicyViolationException THIS_TRY_REFUSED",
                        "RecordBatchTooLargeException THIS_TRY_REFUSED",
                        "RecordTooLargeException THIS_TRY_REFUSED",
                        "SerializationException NEVER_SENT",
                        "TopicAuthorizationException THIS_TRY_REFUSED",
                        "TransactionAbortableException THIS_TRY_REFUSED",
                        "TransactionAbortedException NEVER_SENT",
                        "UnsupportedCompressionTypeException THIS_TRY_REFUSED",
                        "UnsupportedForMessageFormatException THIS_TRY_REFUSED");
    }

    @Test
    void goesByTheSuperclassForAnExceptionOfALaterKafka() {
        var later = new RetriableException("not invented yet") {
            private static final long serialVersionUID = 1L;
        };

        assertThat(ErrorTable.nearest(later).verdict()).isEqualTo(Verdict.RETRIABLE);
        assertThat(ErrorTable.nearest(later).proof()).isEqualTo(Proof.NONE);
        assertThat(ErrorTable.nearest(new AssertionError()).proof()).isEqualTo(Proof.NONE);
    }
}
