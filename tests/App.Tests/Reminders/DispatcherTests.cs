using Azure.Data.Tables;
using Campaigns.App.Directory;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.App.Tests.Telemetry;
using Campaigns.Local.Emulator;
using Campaigns.Local.Mail;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Campaigns.App.Tests.Reminders;

public sealed class DispatcherTests(DispatcherTests.Emulator emulator) : IClassFixture<DispatcherTests.Emulator>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 1, 0, 0, TimeSpan.Zero);
    private readonly SmtpSink _mail = SmtpSink.Start();

    public async Task InitializeAsync()
    {
        var table = new TestStorage(emulator.ConnectionString, null).Tables.Notices;
        await foreach (var row in table.QueryAsync<TableEntity>())
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey);
    }

    public async Task DisposeAsync() => await _mail.DisposeAsync();

    [Fact]
    public async Task Wave_OfSixty_IsSentOnceForSevenRequests()
    {
        using var heard = new HeardMeasurements();
        using var host = Host("one");
        await host.Book.InsertAsync(Notices(60), Now, default);
        // Two batches of notices.
        Assert.Equal(2, host.Storage.Meter.Total);

        await host.WarmAsync();
        var before = host.Storage.Meter.Total;
        await host.Tick();
        await host.Tick();

        Assert.Equal((60, 0), (_mail.Log.Totals.Messages, _mail.Log.Totals.Repeated));
        // One page, the lease, three records; then an idle tick.
        Assert.Equal(5 + 1, host.Storage.Meter.Total - before);
        Assert.Equal([("inbox", 60), ("email", 60)], heard.Own("campaigns.notices.delivered").Where(m => m.Has(TelemetryTags.Outcome, "sent"))
            .GroupBy(m => (string)m.Tags[TelemetryTags.Channel]!).Select(g => (g.Key, (int)g.Sum(m => m.Value))));
        Assert.Equal(host.Storage.Meter.Total, heard.Own("campaigns.storage.requests").Sum(m => m.Value));
    }

    [Fact]
    public async Task Notices_ForTheInboxAlone_AreWrittenAHundredARequest()
    {
        using var host = Host("one");

        await host.Book.InsertAsync([.. Notices(200).Select(n => n with { Email = DeliveryState.InboxOnly })], Now, default);

        Assert.Equal(2, host.Storage.Meter.Total);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Notices_WrittenAgainWithMore_AreDeliveredOnceEach(bool sentBetween)
    {
        using var host = Host("one");
        await host.Book.InsertAsync(Notices(3), Now, default);
        if (sentBetween)
            await host.Tick();

        await host.Book.InsertAsync(Notices(5), Now.AddMinutes(1), default);
        await host.Tick();
        host.Campaign.Now += TimeSpan.FromMinutes(2);
        await host.Tick();

        Assert.Equal((5, 0), (_mail.Log.Totals.Messages, _mail.Log.Totals.Repeated));
    }

    [Fact]
    public async Task Notice_InQuietHours_WaitsForTheirEnd()
    {
        using var host = Host("one");
        await host.Book.InsertAsync(Notices(1), Now.AddHours(8), default);

        await host.Tick();
        Assert.Equal(0, _mail.Log.Totals.Messages);
        host.Campaign.Now += TimeSpan.FromHours(9);
        await host.Tick();

        Assert.Equal(1, _mail.Log.Totals.Messages);
    }

    [Fact]
    public async Task Wave_OverSeveralPartitions_IsAnnouncedAndSentOnce()
    {
        using var host = Host("one", shards: 4);
        await host.Book.InsertAsync(Notices(60), Now, default);
        Assert.Equal(4, (await host.Queue.WaitingAsync(default)).Count);

        await host.Tick();
        var before = host.Storage.Meter.Total;
        await host.Tick();

        Assert.Equal((60, 0), (_mail.Log.Totals.Messages, _mail.Log.Totals.Repeated));
        Assert.Empty(await host.Queue.WaitingAsync(default));
        Assert.Equal(1 + 1, host.Storage.Meter.Total - before);
    }

    [Fact]
    public async Task Announcement_TakenAwayBetweenInsertAndRerun_IsMadeAgain()
    {
        using var host = Host("one", shards: 2);
        await host.Book.InsertAsync(Notices(1), Now, default);
        foreach (var row in await host.Queue.WaitingAsync(default))
            await host.Storage.Tables.Notices.DeleteEntityAsync(row.PartitionKey, row.RowKey);

        await host.Book.InsertAsync(Notices(1), Now, default);
        await host.Tick();

        Assert.Equal(1, _mail.Log.Totals.Messages);
    }

    [Fact]
    public async Task Announcement_MadeAgainMeanwhile_StaysWhileOthersGo()
    {
        using var host = Host("one", shards: 2);
        var together = Enumerable.Range(1, 40).Where(n => host.Partitions.Of($"p-{n}") == host.Partitions.Of("p-1")).Take(3).ToList();
        await host.Book.InsertAsync([Notice(together[0])], Now, default);
        await host.Book.InsertAsync([Notice(together[1])], Now.AddMinutes(-5), default);
        var seen = await host.Queue.WaitingAsync(default);
        await host.Book.InsertAsync([Notice(together[2])], Now, default);

        await host.Queue.ForgetAsync(seen, default);

        Assert.Equal([seen[1].RowKey], (await host.Queue.WaitingAsync(default)).Select(r => r.RowKey));
    }

    [Fact]
    public async Task Hosts_TwoAtOnce_SendEachMessageOnce()
    {
        using var one = Host("one");
        using var two = Host("two");
        await one.Book.InsertAsync(Notices(120), Now, default);

        await Task.WhenAll(one.Tick(), two.Tick());
        await one.Tick();

        Assert.Equal((120, 0), (_mail.Log.Totals.Messages, _mail.Log.Totals.Repeated));
    }

    [Fact]
    public async Task Lease_OfALivingHost_IsRespectedUntilItRunsOut()
    {
        using var one = Host("one");
        using var two = Host("two");
        await one.Book.InsertAsync(Notices(2), Now, default);
        Assert.NotNull(await one.Queue.TakeAsync("s00", null, default));

        await two.Tick();
        Assert.Equal(0, _mail.Log.Totals.Messages);
        two.Platform.Now += TimeSpan.FromMinutes(6);
        await two.Tick();

        Assert.Equal(2, _mail.Log.Totals.Messages);
    }

    [Fact]
    public async Task Lease_OfAHostThatIsGone_IsTakenOverAtOnce()
    {
        using var one = Host("one");
        using var two = Host("two", gone: "one");
        await one.Book.InsertAsync(Notices(2), Now, default);
        var lost = await one.Queue.TakeAsync("s00", null, default);

        await two.Tick();

        Assert.Equal(2, _mail.Log.Totals.Messages);
        var delivery = new Delivery(new TableEntity("s00", "q|1|r|c|m") { ["Notice"] = "n|r|1|c|m" });
        Assert.False(await one.Queue.RecordAsync(lost!, [(delivery, DeliveryOutcome.Sent)], last: false, default));
    }

    [Fact]
    public async Task Server_ThatCannotBeReached_GetsTheMessagesLater()
    {
        using var host = Host("one", port: 9);
        await host.Book.InsertAsync(Notices(3), Now, default);
        await host.Tick();

        using var reachable = Host("one");
        await reachable.Tick();
        Assert.Equal(0, _mail.Log.Totals.Messages);
        reachable.Platform.Now += TimeSpan.FromMinutes(11);
        await reachable.Tick();

        Assert.Equal((3, 0), (_mail.Log.Totals.Messages, _mail.Log.Totals.Repeated));
        Assert.Equal(0, await QueuedAsync(reachable));
    }

    /// <summary>A mail server that is down from Friday to Monday costs nobody a reminder: only what the server itself refuses uses up tries.</summary>
    [Fact]
    public async Task Server_ThatIsDownForDays_GetsTheMessagesWhenItIsBack()
    {
        using var host = Host("one", port: 9);
        await host.Book.InsertAsync(Notices(3), Now, default);
        for (var waited = TimeSpan.Zero; waited < DeliveryQueue.LongestWait; waited += TimeSpan.FromHours(4))
        {
            await host.Tick();
            host.Platform.Now += TimeSpan.FromHours(4);
            host.Campaign.Now += TimeSpan.FromHours(4);
        }
        Assert.Equal(3, await QueuedAsync(host));

        using var reachable = Host("one");
        reachable.Platform.Now = reachable.Campaign.Now = host.Campaign.Now;
        await reachable.Tick();

        Assert.Equal((3, 0), (_mail.Log.Totals.Messages, _mail.Log.Totals.Repeated));
    }

    [Fact]
    public async Task Message_ThatIsRefusedAgainAndAgain_IsGivenUpAfterTheLastTry()
    {
        using var host = Host("one");
        await host.Book.InsertAsync([Notices(1)[0] with { Recipient = "p-bad" }], Now, default);
        for (var tries = 0; tries < DeliveryQueue.MaxTries; tries++)
        {
            Assert.Equal(1, await QueuedAsync(host));
            await host.Tick();
            host.Platform.Now += TimeSpan.FromDays(1);
        }

        Assert.Equal(0, await QueuedAsync(host));
        var (notices, _) = await new Inbox(host.Storage.Tables, host.Partitions, null!).ReadAsync("p-bad", 10, null, default);
        Assert.Equal(DeliveryState.Undeliverable, Assert.Single(notices).Email);
    }

    [Fact]
    public async Task Message_ThatNobodyTakesForDays_IsGivenUpWhenItHasLostItsMoment()
    {
        using var heard = new HeardMeasurements();
        using var host = Host("one", port: 9);
        await host.Book.InsertAsync(Notices(1), Now, default);
        var step = DeliveryQueue.LongestWait / 6;
        for (var tries = 0; tries <= 6; tries++)
        {
            Assert.Equal(1, await QueuedAsync(host));
            await host.Tick();
            host.Platform.Now += step;
            host.Campaign.Now += step;
        }
        await host.Tick();
        // It was outstanding after each try but the last, half a day older each time.
        var kept = Enumerable.Range(0, 6);
        Assert.Equal([.. kept.Select(_ => 1.0), 0, 0], heard.Own("campaigns.notices.outstanding").Select(m => m.Value));
        Assert.Equal([.. kept.Select(n => n * step.TotalSeconds), 0, 0], heard.Own("campaigns.notices.oldest").Select(m => m.Value));
        var email = heard.Own("campaigns.notices.delivered").Where(m => m.Has(TelemetryTags.Channel, "email"))
            .Select(m => (string)m.Tags[TelemetryTags.Outcome]!);
        Assert.Equal([.. kept.Select(_ => "failed"), "given-up"], email);

        Assert.Equal(0, await QueuedAsync(host));
        var (notices, _) = await new Inbox(host.Storage.Tables, host.Partitions, null!).ReadAsync("p-1", 10, null, default);
        Assert.Equal(DeliveryState.Undeliverable, Assert.Single(notices).Email);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Answers_ThatAreLost_RepeatNothing(int every)
    {
        using var host = Host("one", faults: new LostAnswers(every));
        await host.Book.InsertAsync(Notices(75), Now, default);
        await host.Tick();
        await host.Tick();

        Assert.Equal((75, 0), (_mail.Log.Totals.Messages, _mail.Log.Totals.Repeated));
        Assert.Equal(0, await QueuedAsync(host));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Shards_OutOfRange_AreRefused(int shards) =>
        Assert.Throws<InvalidOperationException>(() => new NoticePartitions(Options.Create(new NoticeOptions { Shards = shards })));

    private static List<Notice> Notices(int count) => [.. Enumerable.Range(1, count).Select(Notice)];

    private static Notice Notice(int n) => new($"p-{n}", "c-2026", "q1|remind|1", "due", Now, "title", "text", DeliveryState.Pending);

    private static async Task<int> QueuedAsync(TestHost host) =>
        await host.Storage.Tables.Notices.QueryAsync<TableEntity>("RowKey ge 'q|' and RowKey lt 'q}'").CountAsync();

    private TestHost Host(string id, string? gone = null, int? port = null, LostAnswers? faults = null, int shards = 1) =>
        new(new TestStorage(emulator.ConnectionString, faults), id, gone, _mail.Host, port ?? _mail.Port, shards);

    public sealed class Emulator : IAsyncLifetime
    {
        private Azurite? _azurite;

        public string ConnectionString => _azurite!.ConnectionString;

        public async Task InitializeAsync()
        {
            _azurite = await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None);
            var storage = new TestStorage(ConnectionString, null);
            await storage.Tables.CreateAllAsync(default);
            await storage.Blobs.CreateAllAsync(default);
            var versions = new DirectoryVersions(storage.Tables, TimeProvider.System);
            var people = Enumerable.Range(1, 150).Select(n => new Person($"p-{n}", "某某", $"p-{n}@example.org", "zh", "county", [], []))
                .Append(new Person("p-bad", "某某", "nowhere", "zh", "county", [], []));
            await new DirectoryStore(storage.Tables, versions).ReplaceAsync([new("county", "清和县", null, "county", "government", null)], people, "op", default);
        }

        public async Task DisposeAsync() => await _azurite!.DisposeAsync();
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DispatcherTests.Now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Identity(string id, string? gone) : HostIdentity
    {
        public override string Id => id;

        public override bool IsGone(string owner) => owner == gone;
    }

    /// <summary>One process that delivers.</summary>
    private sealed class TestHost : IDisposable
    {
        private readonly DirectoryCache _directory;
        private readonly Dispatcher _dispatcher;

        public TestHost(TestStorage storage, string id, string? gone, string smtp, int port, int shards)
        {
            Storage = storage;
            Partitions = new(Options.Create(new NoticeOptions { Shards = shards }));
            var versions = new DirectoryVersions(storage.Tables, TimeProvider.System);
            _directory = new(new DirectoryStore(storage.Tables, versions), versions, storage.Blobs, TimeProvider.System, new CampaignClock(Campaign));
            Book = new(storage.Tables, Partitions);
            Queue = new(storage.Tables, Partitions, new Identity(id, gone), new CampaignClock(Campaign), Platform);
            var mail = new MailChannel(Options.Create(new MailOptions { Host = smtp, Port = port, Tls = false }));
            _dispatcher = new(Queue, mail, _directory, new CampaignClock(Campaign), NullLogger<Dispatcher>.Instance);
        }

        public TestStorage Storage { get; }

        public SetTime Campaign { get; } = new();

        public SetTime Platform { get; } = new();

        public NoticePartitions Partitions { get; }

        public NoticeBook Book { get; }

        public DeliveryQueue Queue { get; }

        /// <summary>Reads the directory, so that it is known when requests are counted.</summary>
        public Task<DirectorySnapshot> WarmAsync() => _directory.GetFreshAsync(default);

        public Task Tick() => _dispatcher.Run(new TimerInfo(), default);

        public void Dispose() => _directory.Dispose();
    }
}
