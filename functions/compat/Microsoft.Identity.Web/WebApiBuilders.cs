using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Identity.Web;

/// <summary>What every registration of this package returns.</summary>
public class MicrosoftIdentityBaseAuthenticationBuilder
{
    /// <summary>A builder over the app's services.</summary>
    protected MicrosoftIdentityBaseAuthenticationBuilder(IServiceCollection services, IConfigurationSection? configurationSection = null)
    {
        Services = services;
        ConfigurationSection = configurationSection;
    }

    /// <summary>The app's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The section that the registration read.</summary>
    protected IConfigurationSection? ConfigurationSection { get; set; }
}

/// <summary>The registration of a protected web API.</summary>
public class MicrosoftIdentityWebApiAuthenticationBuilder : MicrosoftIdentityBaseAuthenticationBuilder
{
    internal MicrosoftIdentityWebApiAuthenticationBuilder(IServiceCollection services, IConfigurationSection? configurationSection = null)
        : base(services, configurationSection)
    {
    }
}

/// <summary>The registration of a protected web API from a configuration section.</summary>
public class MicrosoftIdentityWebApiAuthenticationBuilderWithConfiguration : MicrosoftIdentityWebApiAuthenticationBuilder
{
    internal MicrosoftIdentityWebApiAuthenticationBuilderWithConfiguration(IServiceCollection services, IConfigurationSection configurationSection)
        : base(services, configurationSection)
    {
    }
}
