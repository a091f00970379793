using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.Identity.Web;

/// <summary>Which audience a token must name where the settings name none: the client id in version 2.0, its application URI in version 1.0.</summary>
sealed class AudienceRule(string clientId)
{
    public bool Validate(IEnumerable<string> audiences, SecurityToken securityToken, TokenValidationParameters validationParameters)
    {
        var parameters = validationParameters.Clone();
        parameters.AudienceValidator = null;
        if (parameters.ValidAudience is null && parameters.ValidAudiences is null)
        {
            parameters.ValidAudience = Claims(securityToken).FirstOrDefault(claim => claim.Type == "ver")?.Value switch
            {
                "2.0" => clientId,
                "1.0" => "api://" + clientId,
                _ => null,
            };
        }

        Microsoft.IdentityModel.Tokens.Validators.ValidateAudience(audiences, securityToken, parameters);
        return true;
    }

    static IEnumerable<Claim> Claims(SecurityToken token) => token switch
    {
        JsonWebToken jwt => jwt.Claims,
        JwtSecurityToken jwt => jwt.Claims,
        _ => throw new SecurityTokenValidationException("IDW10403: Token is not a JWT token. "),
    };
}
