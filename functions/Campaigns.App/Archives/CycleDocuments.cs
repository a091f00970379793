using System.Globalization;
using System.Text;
using System.Text.Json;
using Campaigns.App.Bulletins;
using Campaigns.App.Campaigns;
using Campaigns.App.Cycles;
using Campaigns.App.Evaluation;
using Campaigns.App.Http;
using Campaigns.App.Ledger;
using Campaigns.App.Participants;
using Campaigns.App.Selecting;
using Campaigns.App.Storage;
using Campaigns.Portal;
using Campaigns.Portal.Archives;
using Campaigns.Rules.Archives;
using Campaigns.Rules.Definitions;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Archives;

/// <summary>
/// What of a cycle belongs to no single participant (D3): the rules and the calendar by which it went, rankings, nominations, panel and decision, bulletins,
/// the chains of its groups.
/// </summary>
public sealed class CycleDocuments
{
    private const int MostShown = 1000;

    private readonly CycleStore _cycles;
    private readonly CampaignStore _campaigns;
    private readonly TrackRanking _ranking;
    private readonly BulletinPress _press;
    private readonly SelectionStore _selection;
    private readonly LedgerReader _ledger;
    private readonly ArchivePages _pages;

    public CycleDocuments(
        CycleStore cycles, CampaignStore campaigns, TrackRanking ranking, BulletinPress press, SelectionStore selection, LedgerReader ledger,
        IServiceProvider services, ILoggerFactory loggers)
    {
        (_cycles, _campaigns, _ranking, _press, _selection, _ledger) = (cycles, campaigns, ranking, press, selection, ledger);
        _pages = new(services, loggers);
    }

    public static string FolderOf(string cycle) => ArchivePath.Segment(cycle);

    /// <summary>The folder of a participant in its cycle's archive.</summary>
    public static string FolderOf(ParticipantKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return $"{FolderOf(key.Cycle)}/{ArchivePath.Of("participants", key.Track, key.Unit)}";
    }

    /// <summary>The time of files that have none of their own: the cycle's year begins.</summary>
    public static DateTime TimeOf(CycleContext cycle)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        return new(cycle.Year, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    }

    internal async Task WriteAsync(CycleContext cycle, ZipWriter zip, CancellationToken cancellationToken)
    {
        var (folder, time) = (FolderOf(cycle.Cycle), TimeOf(cycle));
        var snapshot = await _cycles.ReadSnapshotAsync(cycle.Cycle, cancellationToken) ?? throw new InvalidOperationException($"Cycle {cycle.Cycle} is gone.");
        var version = await _campaigns.GetAsync(snapshot.Cycle.Campaign, snapshot.Cycle.Version, cancellationToken);
        var bulletins = await _press.ListAsync(cycle.Cycle, cancellationToken);
        var places = new Dictionary<string, List<RankedOutcome>>(StringComparer.Ordinal);
        foreach (var track in cycle.Definition.Tracks)
            places[track.Id] = await _ranking.ReadAsync(cycle.Cycle, track.Id, 0, MostShown, cancellationToken).Take(MostShown).ToListAsync(cancellationToken);

        await zip.AddAsync($"{folder}/README.txt", time, Encoding.UTF8.GetBytes(ArchiveWords.CycleReadMe), cancellationToken);
        await zip.AddAsync($"{folder}/index.html", time, await _pages.RenderAsync(Page(cycle, places, bulletins)), cancellationToken);
        await zip.AddAsync($"{folder}/definition.txt", time, Encoding.UTF8.GetBytes(version?.Text ?? ""), cancellationToken);
        await zip.AddAsync($"{folder}/calendar.json", time, Bytes(snapshot.Cycle.Windows), cancellationToken);
        foreach (var track in cycle.Definition.Tracks)
        {
            await zip.AddAsync($"{folder}/{ArchivePath.Of("ranking", track.Id + ".jsonl")}", time, large: false, async (stream, token) =>
            {
                await foreach (var place in _ranking.ReadAsync(cycle.Cycle, track.Id, 0, token))
                    await LineAsync(stream, Answers.Text(place), token);
            }, cancellationToken);
            await zip.AddAsync(
                $"{folder}/{ArchivePath.Of("selection", track.Id + ".json")}", time, await SelectionAsync(cycle.Cycle, track.Id, cancellationToken),
                cancellationToken);
        }
        foreach (var bulletin in bulletins)
        {
            foreach (var language in Locale.Languages)
            {
                if (await _press.ReadAsync(cycle.Cycle, bulletin.Id, language, cancellationToken) is { } html)
                {
                    await zip.AddAsync(
                        $"{folder}/{ArchivePath.Of("bulletins", $"{bulletin.Id}.{language}.html")}", time, Encoding.UTF8.GetBytes(html), cancellationToken);
                }
            }
        }
        foreach (var group in snapshot.Groups)
        {
            await zip.AddAsync($"{folder}/{ArchivePath.Of("ledgers", group.Id + ".jsonl")}", time, large: false, async (stream, token) =>
            {
                await foreach (var entry in _ledger.GroupEntriesAsync(cycle.Cycle, group.Id, token))
                    await LineAsync(stream, StorageJson.Write(entry), token);
            }, cancellationToken);
        }
    }

    private async Task<byte[]> SelectionAsync(string cycle, string track, CancellationToken cancellationToken)
    {
        async Task<JsonElement?> OneAsync(string row) => (await _selection.ReadAsync<JsonElement>(cycle, track, row, cancellationToken))?.Value;
        return Bytes(new Dictionary<string, object?>
        {
            ["nominations"] = await _selection.ListAsync<JsonElement>(cycle, track, SelectionStore.Nominations, cancellationToken),
            ["panel"] = await OneAsync(SelectionStore.Panel),
            ["results"] = await _selection.ListAsync<JsonElement>(cycle, track, SelectionStore.Results, cancellationToken),
            ["intended"] = await OneAsync(SelectionStore.Intended),
            ["vetting"] = await _selection.ListAsync<JsonElement>(cycle, track, SelectionStore.Vetting, cancellationToken),
            ["decision"] = await OneAsync(SelectionStore.Decision),
        });
    }

    private static ArchivedDocument Page(
        CycleContext cycle, Dictionary<string, List<RankedOutcome>> places, IReadOnlyList<PublishedBulletin> bulletins)
    {
        var locale = new Locale("zh", cycle.Definition.Authority.Zone);
        var sections = new List<ArchivedSection>
        {
            new(new("日程", "Calendar"), [new("阶段", "Phase"), new("开始", "Opens"), new("截止", "Due"), new("锁定", "Locks")],
            [
                .. cycle.Definition.Phases.Select(p => (Phase: p, Window: cycle.Plan.Window(p.Id))).Select(p => (IReadOnlyList<ArchivedCell>)
                [
                    ArchivedCell.Of(p.Phase.Title), ArchivedCell.Of(At(p.Window.OpensAt)), ArchivedCell.Of(At(p.Window.DueAt)),
                    ArchivedCell.Of(At(p.Window.LockedAt)),
                ]),
            ]),
        };
        sections.AddRange(cycle.Definition.Tracks.Select(track => new ArchivedSection(
            track.Title, [new("名次", "Rank"), new("参评对象", "Participant"), new("得分", "Score"), new("等次", "Grade"), new("命名", "Honoured")],
            [
                .. places[track.Id].Select(p => (IReadOnlyList<ArchivedCell>)
                [
                    ArchivedCell.Of((p.Outcome.Rank ?? 0).ToString(CultureInfo.InvariantCulture)),
                    new ArchivedCell(new(p.Unit), ArchivePath.Of("participants", track.Id, p.Unit) + "/index.html"),
                    ArchivedCell.Of(Locale.Score(p.Outcome.Score)),
                    ArchivedCell.Of(p.Outcome.Grade is { } grade ? Terms.OfGrade(grade) : new LocalizedText("")),
                    new ArchivedCell(p.Outcome.Honoured ? new("是", "yes") : new("")),
                ]),
            ])));
        sections.Add(new(new("通报", "Bulletins"), [new("通报", "Bulletin"), new("发布", "Published")],
        [
            .. bulletins.Select(b => (IReadOnlyList<ArchivedCell>)
            [
                new ArchivedCell(b.Title, ArchivePath.Of("bulletins", b.Id + ".zh.html")), ArchivedCell.Of(locale.Local(b.PublishedAt)),
            ]),
        ]));
        return new(cycle.Definition.Title, cycle.Cycle, [], sections);

        string At(DateTimeOffset? instant) => instant is { } at ? locale.Local(at) : "";
    }

    private static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json.Options);

    private static async Task LineAsync(Stream stream, string line, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken);
}
