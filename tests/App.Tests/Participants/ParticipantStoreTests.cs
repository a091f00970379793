using Azure;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Participants;

public sealed class ParticipantStoreTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _cycle = StorageFixture.NewId("cycle");

    private ParticipantKey Key(string unit = "v-1") => new(_cycle, "g-1", "village", unit);

    [Fact]
    public async Task Transact_WithWarmCaches_IsOneReadAndOneBatch()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", "v-1");
        await test.AttachAsync(Key(), "warm-up");
        Assert.Equal("g-1", await test.Index.GroupOfAsync(_cycle, "village", "v-1", default));
        var before = test.Storage.Meter.Total;

        Assert.NotNull(await test.Index.GroupOfAsync(_cycle, "village", "v-1", default));
        Assert.IsType<ParticipantOutcome.Committed>(await test.AttachAsync(Key(), "counted"));

        Assert.Equal(2, test.Storage.Meter.Total - before);
    }

    [Fact]
    public async Task Notices_ThatCannotBeToldAfterTheAct_AreToldWhenTheGroupIsCounted()
    {
        var test = new StoreUnderTest(fixture) { MayTell = false };
        await test.EnrolAsync(_cycle, "g-1", "v-1");
        // More than a row's property takes.
        var text = new LocalizedText(new('长', 20_000), new('x', 20_000));
        DirectNotice[] notices =
            [.. new[] { "p-1", "p-2" }.Select(p => new DirectNotice(p, "told|1", StoreUnderTest.Start, "notice", new("题"), text))];
        var outcome = await test.Store.TransactAsync(
            Key(), new("op", StoreUnderTest.Start),
            (current, _) => ValueTask.FromResult(ParticipantWrite.Of(StoreUnderTest.Attach(current.State, "f")) with { Notices = notices }), default);

        Assert.IsType<ParticipantOutcome.Committed>(outcome);
        var (all, told) = await test.Store.ReadForCountAsync(_cycle, "g-1", default);
        Assert.Equal((1, false), (all.Count, told));
        test.MayTell = true;
        Assert.True((await test.Store.ReadForCountAsync(_cycle, "g-1", default)).Told);
        Assert.Equal(notices, test.Told);
        Assert.True((await test.Store.ReadForCountAsync(_cycle, "g-1", default)).Told);
        Assert.Equal(2, test.Told.Count);
    }

    [Fact]
    public async Task Transact_OfAnUnknownUnit_IsNotFound()
    {
        var test = new StoreUnderTest(fixture);
        Assert.IsType<ParticipantOutcome.NotFound>(await test.AttachAsync(Key("v-404"), "x"));
        Assert.Null(await test.Store.ReadAsync(_cycle, "village", "v-404", default));
    }

    [Fact]
    public async Task Transact_Refused_WritesNothing()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", "v-1");
        var row = new TableEntity(ParticipantKeys.Partition(_cycle, "g-1"), ParticipantKeys.Sheet("village", "v-1", "q1"));

        var outcome = await test.Store.TransactAsync(
            Key(), new("op", StoreUnderTest.Start),
            (_, _) => ValueTask.FromResult(new ParticipantWrite(
                Decision.Refuse<ParticipantState>(RefusalCode.DeadlinePassed), [new(TableTransactionActionType.Add, row)])),
            default);

        Assert.Equal(RefusalCode.DeadlinePassed, Assert.IsType<ParticipantOutcome.Refused>(outcome).Reason.Code);
        Assert.False((await test.Storage.Tables.Participants.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey)).HasValue);
        Assert.Equal(1, (await test.VerifyAsync(Key())).Count);
    }

    [Fact]
    public async Task Transact_WhenARowOfItsOwnIsThere_SaysWhichAndWritesNothing()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", "v-1");
        var rowKey = ParticipantKeys.Evidence("village", "v-1", "e1");
        TableTransactionAction Row() => new(TableTransactionActionType.Add, new TableEntity(ParticipantKeys.Partition(_cycle, "g-1"), rowKey));

        Assert.IsType<ParticipantOutcome.Committed>(await test.AttachAsync(Key(), "first", Row()));
        Assert.Equal(rowKey, Assert.IsType<ParticipantOutcome.RowConflict>(await test.AttachAsync(Key(), "second", Row())).RowKey);

        Assert.Equal(1, (await test.Store.ReadAsync(Key(), default))!.State.Phase("q1").Evidence["deeds"]);
    }

    [Fact]
    public async Task Transact_WithAStaleETagOfItsOwnRow_IsAConflictThoughTheParticipantIsFree()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", "v-1");
        var row = new TableEntity(ParticipantKeys.Partition(_cycle, "g-1"), ParticipantKeys.Sheet("village", "v-1", "q1"));
        await test.Storage.Tables.Participants.AddEntityAsync(row);
        var stale = new ETag("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"");

        var outcome = await test.AttachAsync(Key(), "op", new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, stale));

        Assert.Equal(row.RowKey, Assert.IsType<ParticipantOutcome.RowConflict>(outcome).RowKey);
    }

    [Fact]
    public async Task Transact_SameOperationTwice_GivesTheRecordedAnswerAndActsOnce()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", "v-1");
        var answers = 0;
        Task<ParticipantOutcome> Send(string body) => test.Store.TransactAsync(
            Key(), new($"key-1|{body}", StoreUnderTest.Start, new AnswerKey("key-1", body)),
            (current, _) => ValueTask.FromResult(new ParticipantWrite(
                StoreUnderTest.Attach(current.State, body), [], (201, $"{{\"n\":{++answers}}}"))),
            default);

        Assert.IsType<ParticipantOutcome.Committed>(await Send("body-a"));
        var repeated = Assert.IsType<ParticipantOutcome.Repeated>(await Send("body-a"));
        var other = Assert.IsType<ParticipantOutcome.Repeated>(await Send("body-b"));

        Assert.Equal(new RecordedAnswer("body-a", 201, "{\"n\":1}"), repeated.Answer);
        Assert.Equal("body-a", other.Answer.BodyHash);
        Assert.Equal(1, (await test.Store.ReadAsync(Key(), default))!.State.Phase("q1").Evidence["deeds"]);
    }

    [Fact]
    public async Task Transact_SameOperationAtTheSameTime_ActsOnce()
    {
        await new StoreUnderTest(fixture).EnrolAsync(_cycle, "g-1", "v-1");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new StoreUnderTest(fixture).Store.TransactAsync(
            Key(), new("key|body", StoreUnderTest.Start, new AnswerKey("key", "body")),
            (current, _) => ValueTask.FromResult(new ParticipantWrite(StoreUnderTest.Attach(current.State, "f"), [], (200, "{}"))), default))));

        Assert.Single(outcomes.OfType<ParticipantOutcome.Committed>());
        Assert.Equal(3, outcomes.OfType<ParticipantOutcome.Repeated>().Count());
        var test = new StoreUnderTest(fixture);
        Assert.Equal(1, (await test.Store.ReadAsync(Key(), default))!.State.Phase("q1").Evidence["deeds"]);
    }

    [Fact]
    public async Task Transact_EightWritersAndAWave_FromSeveralProcesses_AllSucceed()
    {
        var setUp = new StoreUnderTest(fixture);
        await setUp.EnrolAsync(_cycle, "g-1", Enumerable.Range(1, 120).Select(i => $"v-{i}"));
        var uploads = Enumerable.Range(0, 8).Select(i => Task.Run(() => new StoreUnderTest(fixture).AttachAsync(Key(), $"file-{i}")));
        var wave = Task.Run(() => new StoreUnderTest(fixture).Store.TransactGroupAsync(
            _cycle, "g-1", "wave-1", StoreUnderTest.Start, StoreUnderTest.Fact(Acts.CardRaised, "g-1"), Card, default));
        var submission = Task.Run(() => new StoreUnderTest(fixture).Store.TransactAsync(
            Key(), new("submit", StoreUnderTest.Start), (current, _) => ValueTask.FromResult(ParticipantWrite.Of(Submit(current.State))), default));

        foreach (var outcome in await Task.WhenAll([.. uploads, submission]))
            Assert.IsType<ParticipantOutcome.Committed>(outcome);
        Assert.Equal(120, (await wave).Changed);

        var state = (await setUp.Store.ReadAsync(Key(), default))!.State;
        Assert.Equal(8, state.Phase("q1").Evidence["deeds"]);
        Assert.Equal(SheetStatus.Submitted, state.Phase("q1").Status);
        Assert.Single(state.Cards);
        Assert.Equal((true, 10L), ((await setUp.VerifyAsync(Key())).Valid, (await setUp.VerifyAsync(Key())).Count));
    }

    [Fact]
    public async Task Transact_LockAndLastSubmission_OneOfThemDecides()
    {
        var test = new StoreUnderTest(fixture);
        var units = Enumerable.Range(1, 20).Select(i => $"v-{i}").ToList();
        await test.EnrolAsync(_cycle, "g-1", units);
        var wave = Task.Run(() => new StoreUnderTest(fixture).Store.TransactGroupAsync(
            _cycle, "g-1", "lock", StoreUnderTest.Start, StoreUnderTest.Fact(Acts.PhaseLocked, "g-1"), StoreUnderTest.Silence, default));
        var submissions = await Task.WhenAll(units.Select(u => Task.Run(() => test.Store.TransactAsync(
            Key(u), new($"submit-{u}", StoreUnderTest.Start), (current, _) => ValueTask.FromResult(ParticipantWrite.Of(Submit(current.State))), default))));
        await wave;

        for (var i = 0; i < units.Count; i++)
        {
            var status = (await test.Store.ReadAsync(Key(units[i]), default))!.State.Phase("q1").Status;
            Assert.Equal(submissions[i] is ParticipantOutcome.Committed ? SheetStatus.Submitted : SheetStatus.Silent, status);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Everything_WithEveryKthAnswerLost_HappensOnceAndTheLedgersHold(int every)
    {
        var faults = new LostAnswers(every);
        var test = new StoreUnderTest(fixture, faults);
        var units = Enumerable.Range(1, 60).Select(i => $"v-{i}").ToList();
        await test.EnrolAsync(_cycle, "g-1", units);
        for (var i = 0; i < 6; i++)
            Assert.IsType<ParticipantOutcome.Committed>(await test.AttachAsync(Key(), $"file-{i}"));
        await test.Store.TransactGroupAsync(
            _cycle, "g-1", "wave", StoreUnderTest.Start, StoreUnderTest.Fact(Acts.CardRaised, "g-1"), Card, default);
        for (var i = 0; i < 2; i++)
        {
            await test.Store.RecordGroupAsync(
                _cycle, "g-1", "opened", StoreUnderTest.Start, StoreUnderTest.Fact(Acts.PhaseOpened, "g-1"),
                [.. units.Select(u => ParticipantStore.NameOf(StoreUnderTest.State(u)))], default);
        }

        Assert.True(faults.Lost > 3);
        Assert.Equal(6, (await test.Store.ReadAsync(Key(), default))!.State.Phase("q1").Evidence["deeds"]);
        foreach (var unit in units)
            Assert.Equal((true, unit == "v-1" ? 7L : 1L), await test.VerifyAsync(Key(unit)) is var v ? (v.Valid, v.Count) : default);
        var group = await test.GroupEntriesAsync(_cycle, "g-1");
        Assert.Equal(2, group.Count);
        Assert.True(LedgerChain.Verify(group).Valid);
    }

    private static ParticipantState? Card(ParticipantState state) =>
        state.Cards.Count > 0 ? null : state with { Cards = [new(Rules.Definitions.Card.Yellow, "q1|escalate|1", StoreUnderTest.Start)] };

    private static Decision<ParticipantState> Submit(ParticipantState state) =>
        state.Phase("q1").Status == SheetStatus.Silent
            ? Decision.Refuse<ParticipantState>(RefusalCode.DeadlinePassed)
            : Decision.Accept(
                state.With("q1", state.Phase("q1") with { Status = SheetStatus.Submitted, SubmittedAt = StoreUnderTest.Start }),
                new LedgerFact(Acts.SheetSubmitted, "p-1", $"{state.Track}/{state.Unit}/q1", new Dictionary<string, string>()));
}
