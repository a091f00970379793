using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Validators;

namespace Microsoft.Identity.Web;

/// <summary>Protects a web API with Entra ID's bearer tokens.</summary>
public static class MicrosoftIdentityWebApiAuthenticationBuilderExtensions
{
    /// <summary>Accepts the tokens that the named section describes.</summary>
    public static MicrosoftIdentityWebApiAuthenticationBuilderWithConfiguration AddMicrosoftIdentityWebApi(
        this AuthenticationBuilder builder,
        IConfiguration configuration,
        string configSectionName = "AzureAd",
        string jwtBearerScheme = JwtBearerDefaults.AuthenticationScheme,
        bool subscribeToJwtBearerMiddlewareDiagnosticsEvents = false)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentException.ThrowIfNullOrEmpty(configSectionName);
        return builder.AddMicrosoftIdentityWebApi(configuration.GetSection(configSectionName), jwtBearerScheme, subscribeToJwtBearerMiddlewareDiagnosticsEvents);
    }

    /// <summary>
    /// Accepts the tokens that the section describes: Instance and TenantId (or Authority), ClientId, Audience, and what JwtBearerOptions take.
    /// A missing key shows at the first authentication, as in the real package.
    /// </summary>
    public static MicrosoftIdentityWebApiAuthenticationBuilderWithConfiguration AddMicrosoftIdentityWebApi(
        this AuthenticationBuilder builder,
        IConfigurationSection configurationSection,
        string jwtBearerScheme = JwtBearerDefaults.AuthenticationScheme,
        bool subscribeToJwtBearerMiddlewareDiagnosticsEvents = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configurationSection);
        builder.AddJwtBearer(jwtBearerScheme, configurationSection.Bind);
        builder.Services.AddHttpClient();
        builder.Services.AddHttpContextAccessor();
        builder.Services
            .AddOptions<JwtBearerOptions>(jwtBearerScheme)
            .Configure<IHttpClientFactory, ILoggerFactory, IConfiguration>((options, clients, loggers, all) =>
            {
                // The real package asks the app's whole configuration how much its token libraries may log: an app without one fails here.
                _ = all["Logging:LogLevel:Microsoft.Identity.Web"];
                var section = new IdentitySection();
                configurationSection.Bind(section);
                options.Authority = section.V2Authority();
                Protect(options, section, clients, jwtBearerScheme);
                if (subscribeToJwtBearerMiddlewareDiagnosticsEvents) Report(options, loggers);
            });
        return new MicrosoftIdentityWebApiAuthenticationBuilderWithConfiguration(builder.Services, configurationSection);
    }

    static void Protect(JwtBearerOptions options, IdentitySection section, IHttpClientFactory clients, string scheme)
    {
        var parameters = options.TokenValidationParameters;
        if (parameters is { AudienceValidator: null, ValidAudience: null, ValidAudiences: null })
            parameters.AudienceValidator = new AudienceRule(section.ClientId!).Validate;
        if (parameters is { ValidateIssuer: true, IssuerValidator: null })
            parameters.IssuerValidator = AadIssuerValidator.GetAadIssuerValidator(options.Authority!, clients.CreateClient()).Validate;
        parameters.EnableAadSigningKeyIssuerValidation();

        options.Events ??= new JwtBearerEvents();
        var received = options.Events.OnMessageReceived;
        options.Events.OnMessageReceived = context =>
        {
            context.Options.TokenValidationParameters.ConfigurationManager ??= context.Options.ConfigurationManager as IdentityModel.Tokens.BaseConfigurationManager;
            return received(context);
        };
        if (section.AllowWebApiToBeAuthorizedByACL) return;
        var validated = options.Events.OnTokenValidated;
        options.Events.OnTokenValidated = context =>
        {
            // Inbound mapping renames claims, and settings may turn it off: both names count.
            if (context.Principal?.HasClaim(static claim =>
                    claim.Type is ClaimConstants.Scp or ClaimConstants.Scope or ClaimConstants.Roles or ClaimConstants.Role) != true)
            {
                context.Fail($"IDW10201: Neither scope nor roles claim was found in the bearer token. Authentication scheme used: '{scheme}'. ");
            }

            return validated(context);
        };
    }

    static void Report(JwtBearerOptions options, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger("Microsoft.Identity.Web.Resource.JwtBearerMiddlewareDiagnostics");
        var failed = options.Events.OnAuthenticationFailed;
        options.Events.OnAuthenticationFailed = context =>
        {
            logger.LogDebug(context.Exception, "The bearer token was refused");
            return failed(context);
        };
    }
}
