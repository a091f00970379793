using Campaigns.App.Webhooks;
using Microsoft.Extensions.Options;
using Xunit;

namespace Campaigns.App.Tests.Webhooks;

public sealed class WebhookSecretsTests
{
    [Theory]
    [InlineData("short")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://kv-county.vault.azure.net/secrets/webhooks-key)")]
    public void Key_ThatProtectsNothing_IsRefused(string key) =>
        Assert.Throws<InvalidOperationException>(() => new WebhookSecrets(Options.Create(new WebhookOptions { Key = key })));
}
