using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Reminders;

namespace Campaigns.App.OpenApi.Areas;

internal sealed class ServiceArea : ApiArea
{
    public override string Name => "service";

    public override string About => "The app itself, and who one is in it.";

    protected override void Routes()
    {
        Of(nameof(Health.GetHealth), Act.ReadHealth, "Whether the app answers").Gives<Health.Status>();
        Of(nameof(Health.GetReadiness), Act.ReadHealth, "Whether the app can do its work; `errors` names the parts that are not well")
            .Gives<Health.Status>().Refuses(503);
        Of(nameof(OpenApiEndpoints.GetOpenApi), Act.ReadDescription, "This document").Gives<JsonObject>().GivesNothing(304).Tagged()
            .Reads("If-None-Match", "ETag of the document that one has.");
        Of(nameof(PersonEndpoints.GetMe), Act.ReadOwn, "Who the caller is, with roles and assignments").Gives<PersonEndpoints.Me>();
        Of(nameof(Inbox.GetMyNotices), Act.ReadOwnNotices, "The caller's notices, newest first").GivesPages<NoticeAnswer>();
    }
}
