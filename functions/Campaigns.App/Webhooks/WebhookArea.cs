using Campaigns.App.Access;
using Campaigns.App.OpenApi;

namespace Campaigns.App.Webhooks;

internal sealed class WebhookArea : ApiArea
{
    private const string Example = """{"url":"https://example.org/hooks/campaigns","kinds":["participant.sheetSubmitted","cycle.*"]}""";

    public override string Name => "webhooks";

    public override string About => "Events as signed requests to other programs, by the Standard Webhooks convention (J22).";

    protected override void Routes()
    {
        Of(nameof(WebhookEndpoints.ListWebhooks), Act.ReadWebhooks, "The webhooks").GivesPages<WebhookAnswer>();
        Of(nameof(WebhookEndpoints.GetWebhook), Act.ReadWebhooks, "A webhook").Gives<WebhookAnswer>().Tagged();
        Of(nameof(WebhookEndpoints.PutWebhook), Act.WriteWebhook, "Sets up or changes a webhook")
            .Says("""
                Sends `{type, timestamp, data}` with the headers `webhook-id`, `webhook-timestamp` and `webhook-signature` within a minute or two, at least
                once: the same event always has the same `webhook-id`. Kinds are `*`, `participant.*`, `cycle.*`, or single ones: `participant.` with an act
                as the ledger names it (`participant.sheetSubmitted`), or what a milestone did (`cycle.phaseLocked`, `cycle.decided`,
                `cycle.noticePublished`). `data` names what it is about and the path to read it at, nothing more. The address must be https and public. A
                delivery that fails is tried ten times within three days; a webhook that fails for five days, or answers 410, is switched off. The answer to
                the first PUT is the only one that shows the secret.
                """)
            .Takes<WebhookBody>(Example).Gives<WebhookAnswer>(200, 201).Tagged().Conditional().Refuses(409, 422);
        Of(nameof(WebhookEndpoints.DeleteWebhook), Act.WriteWebhook, "Takes a webhook away, with its log").GivesNothing(204);
        Of(nameof(WebhookEndpoints.RotateWebhook), Act.WriteWebhook, "Draws another secret")
            .Says("For a day both sign: the header holds two signatures, the newer secret's first.").Gives<RotatedAnswer>().Repeatable().Refuses(503);
        Of(nameof(WebhookEndpoints.TestWebhook), Act.WriteWebhook, "Sends webhook.ping at once and says how it went").Gives<WebhookTestAnswer>().Repeatable();
        Of(nameof(WebhookEndpoints.ListWebhookDeliveries), Act.ReadWebhooks, "What was sent or waits, what happened last first")
            .GivesPages<WebhookDeliveryAnswer>();
    }
}
