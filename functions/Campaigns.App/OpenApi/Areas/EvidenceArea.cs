using Campaigns.App.Access;
using Campaigns.App.Evidence;
using Campaigns.App.Uploads;

namespace Campaigns.App.OpenApi.Areas;

internal sealed class EvidenceArea : ApiArea
{
    private const string Tus = "`1.0.0`.";

    public override string Name => "evidence";

    public override string About => "Files: in one request, in pieces that survive a broken line (tus 1.0), or straight to the blob.";

    protected override void Routes()
    {
        Of(nameof(EvidenceEndpoints.ListEvidence), Act.ReadEvidence, "The files filed for a phase").QueryId("clause", "For this clause alone.")
            .GivesList<EvidenceAnswer>();
        Of(nameof(EvidenceEndpoints.AddEvidence), Act.AddEvidence, "Files a file of at most 50 MB (D1)")
            .Says("Its type is taken from its content. A type that is not accepted, or content that is not what its name says, is refused with 415.")
            .QueryId("clause", "The clause that it is evidence for.", required: true)
            .Query("also", "Other clauses that it serves, commas between (J10).").QueryId("replaces", "Evidence in whose place it comes, as the next version.")
            .Query("effectiveOn", "The day of what it shows, such as `2026-03-02`; outside the phase's period it is marked.")
            .TakesFile().Gives<EvidenceAnswer>(201).Repeatable().Decided();
        Of(nameof(EvidenceEndpoints.GetEvidence), Act.ReadEvidence, "A file's record, all its versions and what may be done with it").Gives<EvidenceDetail>();
        Of(nameof(EvidenceEndpoints.GetEvidencePreview), Act.ReadEvidence, "A picture without what it says of place, time and device")
            .Says("The same picture, never decoded, without EXIF, XMP, comments and whatever stands behind its end. 404 for files that are no picture.")
            .Reads("If-None-Match", "ETag of what one has.").GivesFile(200, "image/jpeg").GivesFile(200, "image/png").GivesFile(200, "image/gif")
            .GivesFile(200, "image/webp").GivesNothing(304).Tagged().Refuses(422);
        foreach (var method in new[] { "get", "head" })
        {
            Content(Of(nameof(EvidenceEndpoints.GetEvidenceContent), Act.ReadEvidence, "A file's bytes, all or one range of them", method));
        }
        Uploads();
    }

    private static void Content(ApiDescription description) => description
            .Reads("Range", "One range: `bytes=0-1023`. Several are answered with the whole file.").Reads("If-Range", "ETag under which the range holds.")
            .Reads("If-None-Match", "ETag of what one has.")
            .GivesFile(200).GivesFile(206).GivesNothing(304).GivesNothing(416).Tagged()
            .Header(200, "Content-Disposition", "An attachment under its own name (UTF-8).").Header(206, "Content-Range", "Which part it is.")
            .Header(416, "Content-Range", "How long it is.");

    private void Uploads()
    {
        Of(nameof(TusEndpoints.UploadCapabilities), Act.ReadUploadRules, "What uploads can do, as tus says it").GivesNothing(204)
            .Header(204, "Tus-Version", "Versions.").Header(204, "Tus-Extension", "Extensions.").Header(204, "Tus-Max-Size", "Bytes a file may have.")
            .Header(204, "Tus-Checksum-Algorithm", "Hashes that `Upload-Checksum` may be of.");
        Begun(Of(nameof(TusEndpoints.BeginUpload), Act.ContinueUpload, "Begins an upload"), 201)
            .Says("For whom the file is stands in `Upload-Metadata`, and is asked for as `AddEvidence`. A body is the file's first bytes.")
            .Reads("Upload-Length", "Bytes of the whole file.", required: true)
            .Reads("Upload-Metadata", "`filename`, `cycle`, `track`, `unit`, `phase` and `clause`, each value in Base64.", required: true)
            .Header(201, "Location", "Path of the upload.").TakesBytes(TusProtocol.MediaType, optional: true).Refuses(404, 409, 422, 429, 460, 503);
        Begun(Of(nameof(TusEndpoints.ContinueUpload), Act.ContinueUpload, "How much of an upload has come", "head"), 200)
            .Header(200, "Upload-Length", "Bytes of the whole file.").Header(200, "Upload-Metadata", "What was said of it.").Refuses(409, 410, 415, 422, 503);
        Begun(Of(nameof(TusEndpoints.ContinueUpload), Act.ContinueUpload, "Sends the next bytes, at most 64 MB", "patch"), 204)
            .Reads("Upload-Offset", "Bytes that have come.", required: true).TakesBytes(TusProtocol.MediaType).Refuses(409, 410, 422, 460, 503);
        Of(nameof(TusEndpoints.ContinueUpload), Act.ContinueUpload, "Drops an upload", "delete").GivesNothing(204).Reads("Tus-Resumable", Tus, required: true)
            .Refuses(409, 410, 412);
        Begun(Of(nameof(TusEndpoints.ContinueUpload), Act.ContinueUpload, "The same for networks that let only POST through", "post"), 204)
            .Reads("X-HTTP-Method-Override", "`HEAD`, `PATCH` or `DELETE`.", required: true).Reads("Upload-Offset", "As with PATCH.").GivesNothing(200)
            .TakesBytes(TusProtocol.MediaType, optional: true).Refuses(405, 409, 410, 422, 460, 503);
        Of(nameof(DirectUploadEndpoints.BeginDirectUpload), Act.ContinueUpload, "An address that takes one file, straight to the blob")
            .Says("The address creates one blob and nothing else, for 15 minutes. PUT the file there with the headers of the answer, then POST `complete`.")
            .Takes<DirectUpload>("""
                {"cycle":"three-level-contest-2026","track":"village","unit":"v-001","phase":"q1","clause":"deeds","name":"road.mp4","length":180000000}
                """)
            .Gives<DirectUploadAnswer>(201).Decided().Refuses(404, 429);
        Of(nameof(DirectUploadEndpoints.CompleteDirectUpload), Act.ContinueUpload, "Says that the file has come; it is looked at and becomes evidence")
            .Gives<CompletedUpload>(201).Decided().Refuses(410, 413, 415);
    }

    private static ApiDescription Begun(ApiDescription description, int status) => description.GivesNothing(status)
        .Reads("Tus-Resumable", Tus, required: true).Reads("Upload-Checksum", "Algorithm, a space, the body's hash in Base64.")
        .Header(status, "Upload-Offset", "Bytes that have come.").Header(status, "Upload-Expires", "When it is dropped if nothing more comes.")
        .Header(status, "Content-Location", "Path of the evidence's content, once all bytes have come.").Refuses(412);
}
