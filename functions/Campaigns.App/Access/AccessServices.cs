using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Web;

namespace Campaigns.App.Access;

/// <summary>Registers token validation and the one place that decides who may do what.</summary>
public static class AccessServices
{
    /// <summary>Tokens as configuration section <c>AzureAd</c> describes them, and on the pages the platform's sign-in where that is on.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddMicrosoftIdentityWebApi(configuration.GetSection("AzureAd"));
        return services.AddSingleton<AccessPolicy>().AddSingleton<ValidatedTokens>().AddSingleton(PlatformSignIn.Of(configuration));
    }
}
