using Campaigns.App.Access;
using Campaigns.App.Archives;

namespace Campaigns.App.OpenApi.Areas;

internal sealed class ArchiveArea : ApiArea
{
    private const string Zip = "application/zip";

    public override string Name => "archives";

    public override string About => "A participant's year, and a whole cycle, as one ZIP that is checked offline and says what it lacks (D3, J18).";

    protected override void Routes()
    {
        foreach (var method in new[] { "get", "head" })
        {
            Fetched(Of(nameof(ArchiveEndpoints.GetParticipantArchive), Act.ReadArchive, "A participant's year as one file", method))
                .Says("Streamed where its evidence has at most 64 MiB; else the file that was asked for with POST, and 409 where nobody has.");
            Fetched(Of(nameof(ArchiveEndpoints.GetCycleArchive), Act.ReadCycleArchive, "The archive that was asked for with POST", method))
                .Says("404 where nobody has asked for one.");
        }
        Of(nameof(ArchiveEndpoints.MakeParticipantArchive), Act.MakeArchive, "Has a participant's archive made in the background").Gives<ArchiveAnswer>(202)
            .Repeatable().Refuses(409);
        Of(nameof(ArchiveEndpoints.MakeCycleArchive), Act.MakeCycleArchive, "Has the cycle's archive made in the background").Gives<ArchiveAnswer>(202)
            .Repeatable().Refuses(409);
    }

    private static ApiDescription Fetched(ApiDescription description) => description
        .Reads("Accept", "`application/json` asks where the making stands.").Reads("Range", "One range of a file that was made in the background.")
        .Reads("If-Range", "ETag under which the range holds.").Reads("If-None-Match", "ETag of what one has.")
        .GivesFile(200, Zip).Gives<ArchiveAnswer>(200, 202).GivesFile(206, Zip).GivesNothing(304).GivesNothing(416).Tagged(always: false)
        .Header(200, "Archive-Partial", "`true` where it lacks something; its manifest says what.")
        .Header(200, "Content-Disposition", "An attachment under its own name (UTF-8).").Header(206, "Content-Range", "Which part it is.")
        .Header(416, "Content-Range", "How long it is.").Refuses(409, 410);
}
