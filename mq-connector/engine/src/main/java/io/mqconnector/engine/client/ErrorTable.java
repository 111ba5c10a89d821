// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import static io.mqconnector.api.MqErrorCode.AUTHENTICATION_FAILED;
import static io.mqconnector.api.MqErrorCode.AUTHORIZATION_FAILED;
import static io.mqconnector.api.MqErrorCode.BROKER_ERROR;
import static io.mqconnector.api.MqErrorCode.BUFFER_FULL;
import static io.mqconnector.api.MqErrorCode.COMMIT_REFUSED;
import static io.mqconnector.api.MqErrorCode.CONFIGURATION_INVALID;
import static io.mqconnector.api.MqErrorCode.CONNECTION_FAILED;
import static io.mqconnector.api.MqErrorCode.ILLEGAL_STATE;
import static io.mqconnector.api.MqErrorCode.INTERRUPTED;
import static io.mqconnector.api.MqErrorCode.INVALID_ARGUMENT;
import static io.mqconnector.api.MqErrorCode.MESSAGE_TOO_LARGE;
import static io.mqconnector.api.MqErrorCode.NOT_ENOUGH_REPLICAS;
import static io.mqconnector.api.MqErrorCode.PRODUCER_FENCED;
import static io.mqconnector.api.MqErrorCode.SERIALIZATION_FAILED;
import static io.mqconnector.api.MqErrorCode.TIMED_OUT;
import static io.mqconnector.api.MqErrorCode.TOPIC_NOT_FOUND;
import static io.mqconnector.api.MqErrorCode.TRANSACTION_ABORTED;
import static io.mqconnector.engine.client.ErrorRow.Proof.NEVER_SENT;
import static io.mqconnector.engine.client.ErrorRow.Proof.NONE;
import static io.mqconnector.engine.client.ErrorRow.Proof.THIS_TRY_REFUSED;
import static io.mqconnector.engine.client.ErrorRow.Verdict.FATAL;
import static io.mqconnector.engine.client.ErrorRow.Verdict.REFUSED;
import static io.mqconnector.engine.client.ErrorRow.Verdict.RETRIABLE;

import io.mqconnector.api.MqErrorCode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every exception class of Kafka's clients, each with what it means. By name: some are not public, some are newer than the
 * Kafka that this is built with. Stateless.
 *
 * <p>{@link ErrorRow.Proof#THIS_TRY_REFUSED} only where the broker answers so before it appends, and answers one batch
 * with it; what makes the whole producer fail ({@code Sender.maybeAbortBatches}) also ends batches that are on their way,
 * and proves nothing of them.
 */
final class ErrorTable {
    private static final String ERRORS = "org.apache.kafka.common.errors.";
    private static final String COMMON = "org.apache.kafka.common.";
    private static final String CONSUMER = "org.apache.kafka.clients.consumer.";
    private static final Map<String, ErrorRow> ROWS = rows();

    private ErrorTable() {}

    /** The row of this very class, or null. */
    static @Nullable ErrorRow row(Class<?> type) {
        return ROWS.get(type.getName());
    }

    /** The row of the class or of the nearest of its superclasses that has one; the table begins at {@code Throwable}. */
    static ErrorRow nearest(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            var row = row(type);
            if (row != null) {
                return row;
            }
        }
        throw new AssertionError("no row for Throwable");
    }

    /** The names of all classes that have a row. */
    static Iterable<String> names() {
        return ROWS.keySet();
    }

    private static Map<String, ErrorRow> rows() {
        var rows = new Rows();
        producing(rows);
        transactions(rows);
        security(rows);
        cluster(rows);
        consuming(rows);
        administration(rows);
        bases(rows);
        return Map.copyOf(rows.byName);
    }

    private static void producing(Rows rows) {
        // thrown while the sender waits for room: nothing was buffered
        rows.add(BUFFER_FULL, NEVER_SENT, RETRIABLE, "org.apache.kafka.clients.producer.", "BufferExhaustedException");
        rows.add(SERIALIZATION_FAILED, NEVER_SENT, REFUSED, ERRORS, "SerializationException");
        // also when a batch has waited for its answer too long
        rows.add(TIMED_OUT, NONE, RETRIABLE, ERRORS, "TimeoutException");
        // a partition that is deleted while its batch waits for replicas is answered so after the append
        rows.add(
                TOPIC_NOT_FOUND,
                NONE,
                RETRIABLE,
                ERRORS,
                "UnknownTopicOrPartitionException",
                "UnknownTopicIdException");
        rows.add(
                INVALID_ARGUMENT,
                THIS_TRY_REFUSED,
                REFUSED,
                ERRORS,
                "InvalidTimestampException",
                "InvalidTopicException");
        rows.add(INVALID_ARGUMENT, THIS_TRY_REFUSED, REFUSED, COMMON, "InvalidRecordException");
        rows.add(
                MESSAGE_TOO_LARGE,
                THIS_TRY_REFUSED,
                REFUSED,
                ERRORS,
                "RecordTooLargeException",
                "RecordBatchTooLargeException");
        rows.add(
                BROKER_ERROR,
                THIS_TRY_REFUSED,
                REFUSED,
                ERRORS,
                "InvalidRequiredAcksException",
                "PolicyViolationException",
                "UnsupportedCompressionTypeException",
                "UnsupportedForMessageFormatException");
        rows.add(BROKER_ERROR, THIS_TRY_REFUSED, RETRIABLE, ERRORS, "CorruptRecordException");
        rows.add(NOT_ENOUGH_REPLICAS, THIS_TRY_REFUSED, RETRIABLE, ERRORS, "NotEnoughReplicasException");
        rows.add(NOT_ENOUGH_REPLICAS, NONE, RETRIABLE, ERRORS, "NotEnoughReplicasAfterAppendException");
        // a gap in, or the loss of, what the broker remembers: the producer numbers its records anew and goes on
        rows.add(BROKER_ERROR, NONE, REFUSED, ERRORS, "OutOfOrderSequenceException", "UnknownProducerIdException");
        // KafkaProducer counts it as success; who else gets it knows that the record is there, but not where
        rows.add(BROKER_ERROR, NONE, REFUSED, ERRORS, "DuplicateSequenceException");
        rows.add(INTERRUPTED, NONE, REFUSED, ERRORS, "InterruptException");
    }

    private static void transactions(Rows rows) {
        rows.add(
                PRODUCER_FENCED,
                NONE,
                FATAL,
                ERRORS,
                "ProducerFencedException",
                "InvalidProducerEpochException",
                "InvalidPidMappingException",
                "TransactionCoordinatorFencedException");
        // said of batches that had not been sent when their transaction was aborted
        rows.add(TRANSACTION_ABORTED, NEVER_SENT, REFUSED, ERRORS, "TransactionAbortedException");
        // the broker could not verify the transaction before it would have appended
        rows.add(TRANSACTION_ABORTED, THIS_TRY_REFUSED, REFUSED, ERRORS, "TransactionAbortableException");
        rows.add(
                TRANSACTION_ABORTED,
                NONE,
                REFUSED,
                ERRORS,
                "InvalidTxnStateException",
                "OperationNotAttemptedException");
        rows.add(BROKER_ERROR, NONE, RETRIABLE, ERRORS, "ConcurrentTransactionsException");
        rows.add(CONFIGURATION_INVALID, NONE, REFUSED, ERRORS, "InvalidTxnTimeoutException");
        rows.add(BROKER_ERROR, NONE, REFUSED, ERRORS, "TransactionalIdNotFoundException");
    }

    private static void security(Rows rows) {
        // a producer that failed to authenticate while it asked for its id never asks again
        rows.add(
                AUTHENTICATION_FAILED,
                NONE,
                FATAL,
                ERRORS,
                "AuthenticationException",
                "IllegalSaslStateException",
                "SaslAuthenticationException",
                "SslAuthenticationException",
                "UnsupportedSaslMechanismException");
        rows.add(AUTHENTICATION_FAILED, NONE, FATAL, COMMON + "network.", "DelayedResponseAuthenticationException");
        rows.add(
                AUTHENTICATION_FAILED,
                NONE,
                REFUSED,
                COMMON + "security.oauthbearer.",
                "JwtRetrieverException",
                "JwtValidatorException",
                "internals.secured.UnretryableException",
                "internals.unsecured.OAuthBearerConfigException",
                "internals.unsecured.OAuthBearerIllegalTokenException");
        rows.add(
                AUTHENTICATION_FAILED,
                NONE,
                REFUSED,
                ERRORS,
                "DelegationTokenDisabledException",
                "DelegationTokenExpiredException",
                "DelegationTokenNotFoundException",
                "DelegationTokenOwnerMismatchException",
                "InvalidPrincipalTypeException",
                "PrincipalDeserializationException",
                "UnacceptableCredentialException",
                "UnsupportedByAuthenticationException");
        // of this batch alone, before it is appended
        rows.add(AUTHORIZATION_FAILED, THIS_TRY_REFUSED, REFUSED, ERRORS, "TopicAuthorizationException");
        rows.add(
                AUTHORIZATION_FAILED,
                NONE,
                REFUSED,
                ERRORS,
                "AuthorizationException",
                "DelegationTokenAuthorizationException",
                "GroupAuthorizationException",
                "SecurityDisabledException");
        // both make a producer refuse everything from then on, even when the permission has come
        rows.add(
                AUTHORIZATION_FAILED,
                NONE,
                FATAL,
                ERRORS,
                "ClusterAuthorizationException",
                "TransactionalIdAuthorizationException");
        rows.add(BROKER_ERROR, NONE, RETRIABLE, ERRORS, "AuthorizerNotReadyException");
    }

    private static void cluster(Rows rows) {
        rows.add(CONNECTION_FAILED, NONE, RETRIABLE, ERRORS, "DisconnectException", "NetworkException");
        rows.add(CONNECTION_FAILED, NONE, RETRIABLE, CONSUMER + "internals.", "NoAvailableBrokersException");
        rows.add(
                CONNECTION_FAILED,
                NONE,
                REFUSED,
                ERRORS,
                "BootstrapResolutionException",
                "BrokerNotAvailableException",
                "RebootstrapRequiredException");
        rows.add(CONNECTION_FAILED, NONE, REFUSED, COMMON + "network.", "InvalidReceiveException");
        // a leader that loses its office answers so even after the append
        rows.add(
                BROKER_ERROR,
                NONE,
                RETRIABLE,
                ERRORS,
                "CoordinatorLoadInProgressException",
                "CoordinatorNotAvailableException",
                "ElectionNotNeededException",
                "EligibleLeadersNotAvailableException",
                "FencedLeaderEpochException",
                "InconsistentTopicIdException",
                "InvalidMetadataException",
                "KafkaStorageException",
                "LeaderNotAvailableException",
                "ListenerNotFoundException",
                "NotControllerException",
                "NotCoordinatorException",
                "NotLeaderOrFollowerException",
                "PreferredLeaderNotAvailableException",
                "ReplicaNotAvailableException",
                "ThrottlingQuotaExceededException",
                "UnknownLeaderEpochException");
        rows.add(BROKER_ERROR, NONE, RETRIABLE, "org.apache.kafka.clients.", "StaleMetadataException");
        rows.add(BROKER_ERROR, NONE, REFUSED, ERRORS, "NewLeaderElectedException", "UnknownServerException");
        rows.add(BROKER_ERROR, NONE, REFUSED, COMMON + "metrics.", "QuotaViolationException");
        // a broker too old for what this client needs: that does not change under a living client
        rows.add(BROKER_ERROR, NONE, FATAL, ERRORS, "UnsupportedVersionException");
        rows.add(BROKER_ERROR, NONE, FATAL, COMMON + "internals.", "UnsupportedProtocolFieldException");
        rows.add(
                BROKER_ERROR,
                NONE,
                FATAL,
                COMMON + "requests.",
                "FindCoordinatorRequest$NoBatchedFindCoordinatorsException",
                "OffsetFetchRequest$NoBatchedOffsetFetchRequestException");
        rows.add(BROKER_ERROR, NONE, REFUSED, COMMON + "protocol.types.", "SchemaException");
        rows.add(CONFIGURATION_INVALID, NONE, REFUSED, COMMON + "config.", "ConfigException");
    }

    private static void consuming(Rows rows) {
        rows.add(COMMIT_REFUSED, NONE, REFUSED, CONSUMER, "CommitFailedException");
        rows.add(COMMIT_REFUSED, NONE, RETRIABLE, CONSUMER, "RetriableCommitFailedException");
        rows.add(
                COMMIT_REFUSED, NONE, RETRIABLE, CONSUMER + "internals.", "AbstractCoordinator$UnjoinedGroupException");
        rows.add(
                COMMIT_REFUSED,
                NONE,
                REFUSED,
                ERRORS,
                "FencedInstanceIdException",
                "FencedMemberEpochException",
                "IllegalGenerationException",
                "InvalidCommitOffsetSizeException",
                "MemberIdRequiredException",
                "OffsetMetadataTooLarge",
                "RebalanceInProgressException",
                "StaleMemberEpochException",
                "UnknownMemberIdException",
                "UnreleasedInstanceIdException");
        rows.add(COMMIT_REFUSED, NONE, RETRIABLE, ERRORS, "UnstableOffsetCommitException");
        rows.add(
                BROKER_ERROR,
                NONE,
                REFUSED,
                CONSUMER,
                "InvalidOffsetException",
                "LogTruncationException",
                "NoOffsetForPartitionException",
                "OffsetOutOfRangeException");
        rows.add(
                BROKER_ERROR,
                NONE,
                REFUSED,
                ERRORS,
                "InvalidOffsetException",
                "OffsetMovedToTieredStorageException",
                "OffsetOutOfRangeException");
        rows.add(
                BROKER_ERROR,
                NONE,
                RETRIABLE,
                ERRORS,
                "FetchSessionIdNotFoundException",
                "FetchSessionTopicIdException",
                "InvalidFetchSessionEpochException",
                "InvalidShareSessionEpochException",
                "OffsetNotAvailableException",
                "ShareSessionLimitReachedException",
                "ShareSessionNotFoundException");
        rows.add(BROKER_ERROR, NONE, REFUSED, ERRORS, "InvalidFetchSizeException", "InvalidRecordStateException");
        rows.add(SERIALIZATION_FAILED, NONE, REFUSED, ERRORS, "RecordDeserializationException");
        rows.add(
                SERIALIZATION_FAILED,
                NONE,
                REFUSED,
                CONSUMER + "internals.",
                "ShareFetchException",
                "ShareInFlightBatchException");
        rows.add(
                CONFIGURATION_INVALID,
                NONE,
                REFUSED,
                ERRORS,
                "GroupMaxSizeReachedException",
                "InconsistentGroupProtocolException",
                "InvalidGroupIdException",
                "InvalidRegularExpression",
                "InvalidSessionTimeoutException",
                "UnsupportedAssignorException");
        rows.add(INTERRUPTED, NONE, REFUSED, ERRORS, "WakeupException");
    }

    /** What only brokers, administrators and streams get to see. */
    private static void administration(Rows rows) {
        rows.add(
                BROKER_ERROR,
                NONE,
                REFUSED,
                ERRORS,
                "BrokerIdNotRegisteredException",
                "ControllerIdNotRegisteredException",
                "ControllerMovedException",
                "DuplicateBrokerRegistrationException",
                "DuplicateResourceException",
                "DuplicateVoterException",
                "FeatureUpdateFailedException",
                "FencedStateEpochException",
                "GroupDeletionFailedException",
                "GroupIdNotFoundException",
                "GroupNotEmptyException",
                "GroupSubscribedToTopicException",
                "InconsistentClusterIdException",
                "InconsistentVoterSetException",
                "IneligibleReplicaException",
                "InvalidPartitionsException",
                "InvalidRegistrationException",
                "InvalidReplicaAssignmentException",
                "InvalidReplicationFactorException",
                "InvalidRequestException",
                "InvalidUpdateVersionException",
                "InvalidVoterKeyException",
                "LogDirNotFoundException",
                "MismatchedEndpointTypeException",
                "NoReassignmentInProgressException",
                "PositionOutOfRangeException",
                "ReassignmentInProgressException",
                "ResourceNotFoundException",
                "SnapshotNotFoundException",
                "StaleBrokerEpochException",
                "StreamsInvalidTopologyEpochException",
                "StreamsInvalidTopologyException",
                "StreamsTopologyDescriptionUpdateFailedException",
                "StreamsTopologyFencedException",
                "TelemetryTooLargeException",
                "TopicDeletionDisabledException",
                "TopicExistsException",
                "UnknownControllerIdException",
                "UnknownSubscriptionIdException",
                "UnsupportedEndpointTypeException",
                "VoterNotFoundException");
    }

    /** What others extend, and what is not Kafka's: a class that has no row of its own ends here. */
    private static void bases(Rows rows) {
        rows.add(
                BROKER_ERROR,
                NONE,
                REFUSED,
                ERRORS,
                "ApiException",
                "ApplicationRecoverableException",
                "InvalidConfigurationException");
        rows.add(BROKER_ERROR, NONE, RETRIABLE, ERRORS, "RefreshRetriableException", "RetriableException");
        rows.add(BROKER_ERROR, NONE, REFUSED, COMMON, "KafkaException");
        rows.add(ILLEGAL_STATE, NONE, REFUSED, "java.lang.", "IllegalStateException");
        rows.add(INVALID_ARGUMENT, NONE, REFUSED, "java.lang.", "IllegalArgumentException", "Throwable");
    }

    /** Collects rows; refuses a second one for a class. */
    private static final class Rows {
        private final Map<String, ErrorRow> byName = new HashMap<>();

        void add(
                MqErrorCode code,
                ErrorRow.Proof proof,
                ErrorRow.Verdict verdict,
                String packageName,
                String... classNames) {
            var row = new ErrorRow(code, proof, verdict);
            for (String className : classNames) {
                if (byName.put(packageName + className, row) != null) {
                    throw new IllegalStateException(packageName + className + " has two rows");
                }
            }
        }
    }
}
